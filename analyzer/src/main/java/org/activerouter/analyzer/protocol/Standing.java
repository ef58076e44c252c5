package org.activerouter.analyzer.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where a conversation stands at the acknowledged byte of each direction: what the serving half of its protocol must know to go
 * on in the middle. Each protocol has its own; values, for any thread.
 */
public interface Standing {
    /** Whether nothing of the conversation can be read any more, so that it can only be passed on. */
    boolean isOpaque();

    /**
     * Where it stands after more has been said.
     *
     * @return null if that cannot be told from these bytes alone, so that the conversation can only be passed on
     */
    @Nullable
    Standing after(ByteBuffer fromClient, ByteBuffer fromServer);
}
