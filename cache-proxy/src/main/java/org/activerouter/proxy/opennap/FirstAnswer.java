package org.activerouter.proxy.opennap;

import io.netty.buffer.ByteBuf;
import java.util.HashSet;
import java.util.Set;
import org.activerouter.proxy.opennap.cache.Answer;
import org.activerouter.proxy.opennap.cache.AnswerCollector;
import org.activerouter.proxy.opennap.cache.Asker;
import org.activerouter.proxy.opennap.cache.Hit;
import org.activerouter.proxy.opennap.cache.SearchKey;
import org.activerouter.proxy.opennap.cache.ServerShelf;
import org.jspecify.annotations.Nullable;

/**
 * What is known at once about a search (paper, section 5.2): step 1, what redirected clients share; step 2, filled up from the
 * cache to the number of results that is wanted, each file once. Stateless.
 */
final class FirstAnswer {
    private FirstAnswer() {}

    static void write(Shared shared, ServerShelf shelf, SearchKey key, Asker asker, @Nullable Hit known, ByteBuf out) {
        int most = key.query().wanted(shared.settings().maxResults());
        Answer local = shared.directory()
                .find(
                        key,
                        shelf,
                        asker.fingerprint(),
                        most,
                        new AnswerCollector(shared.settings().memory().maxAnswerBytes()));
        Set<Long> written = new HashSet<>();
        append(local, asker, most, written, out);
        if (known != null) {
            append(known.answer(), asker, most, written, out);
        }
    }

    private static void append(Answer answer, Asker asker, int most, Set<Long> written, ByteBuf out) {
        for (int result = 0; result < answer.count() && written.size() < most; result++) {
            if (answer.sharer(result) != asker.fingerprint() && written.add(answer.file(result))) {
                answer.writeResult(out, result);
            }
        }
    }
}
