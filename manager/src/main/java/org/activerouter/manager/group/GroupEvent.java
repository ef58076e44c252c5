package org.activerouter.manager.group;

import org.activerouter.capture.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a group.
 *
 * @param nanos when
 * @param kind a word for it: {@code member-ejected}
 * @param member whom it is about; null for the group as a whole
 * @param text a sentence
 */
public record GroupEvent(long nanos, String kind, @Nullable Endpoint member, String text) {}
