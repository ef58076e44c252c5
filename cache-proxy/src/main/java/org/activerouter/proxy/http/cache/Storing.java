package org.activerouter.proxy.http.cache;

import java.util.Set;

/** Whether an answer may be kept (RFC 9111 section 3). Stateless. */
final class Storing {
    /** Statuses whose meaning for a cache is understood here. A part (206) is not kept. */
    private static final Set<Integer> UNDERSTOOD = Set.of(200, 203, 300, 301, 302, 307, 308, 404, 410);

    private Storing() {}

    static boolean isAllowed(CacheRequest request, Answer answer, Freshness freshness) {
        CacheControl control = answer.control();
        return request.isGet()
                && !request.hasBody()
                && UNDERSTOOD.contains(answer.status())
                && !request.control().has("no-store")
                && !isForbidden(control)
                && !variesByAnything(answer)
                && !isCodedForTheWay(answer)
                && answer.find("content-range") == null
                && (!request.has("authorization") || opensToAuthorized(answer))
                && isMeantForAll(request, answer, control)
                && (Freshness.isExplicit(answer, control) || Freshness.mayBeGuessed(answer, control))
                && isOfUse(answer, freshness);
    }

    /** With must-understand, no-store is for those who do not understand the status (section 5.2.2.3). */
    static boolean isForbidden(CacheControl control) {
        return control.has("private") || (control.has("no-store") && !control.has("must-understand"));
    }

    /** A star among the names: nobody but the server knows what it has chosen by (section 4.1). */
    private static boolean variesByAnything(Answer answer) {
        String vary = answer.find("vary");
        return vary != null && vary.contains("*");
    }

    /** What is collected is free of chunks, but not of other codings that belong to the connection (RFC 9112 section 6.1). */
    private static boolean isCodedForTheWay(Answer answer) {
        String coding = answer.find("transfer-encoding");
        return coding != null && !coding.equalsIgnoreCase("chunked");
    }

    /** Section 3.5. */
    static boolean opensToAuthorized(Answer answer) {
        CacheControl control = answer.control();
        return control.has("public") || control.has("must-revalidate") || control.has("s-maxage");
    }

    /**
     * The RFC leaves cookies to the server (section 7.3). Who stands in a path unasked is more careful: an answer that sets a cookie is
     * kept only when it says that it is for all, and one to a request with a cookie only when it says for how long.
     */
    private static boolean isMeantForAll(CacheRequest request, Answer answer, CacheControl control) {
        if (answer.find("set-cookie") != null) {
            return control.has("public") || control.has("s-maxage");
        }
        return !request.has("cookie") || Freshness.isExplicit(answer, control);
    }

    /** What is neither fresh for a while nor may be used stale nor can be validated would never be used. */
    private static boolean isOfUse(Answer answer, Freshness freshness) {
        boolean fresh = freshness.left(answer.cameMillis()) > 0 && !freshness.always();
        boolean stale = freshness.whileRevalidating() > 0 || freshness.onError() > 0;
        return fresh || stale || answer.find("etag") != null || answer.find("last-modified") != null;
    }
}
