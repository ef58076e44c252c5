package org.activerouter.analyzer.opennap;

import java.nio.ByteBuffer;

/** What the data of a search message (type 200) turn out to be. Immutable. */
public sealed interface SearchRequest permits SearchQuery, SearchRequest.Invalid {
    /**
     * No search that a server would carry out.
     *
     * @param reason what is wrong with it, for people; holds no control characters
     */
    record Invalid(String reason) implements SearchRequest {}

    /**
     * Reads the data of a search message. One with a control character is none: servers read up to a zero, and carry out what
     * stands before it. Takes what either of the two real servers takes, so what is valid here may still
     * be refused by one of them.
     */
    static SearchRequest read(ByteBuffer data, int offset, int length) {
        SearchRequest request = new SearchGrammar(new Fields(data, offset, length)).read();
        return request instanceof Invalid || WireText.isLine(data, offset, length)
                ? request
                : new Invalid("a control character");
    }
}
