package org.activerouter.proxy.opennap;

import org.activerouter.proxy.opennap.cache.AnswerCache;
import org.activerouter.proxy.opennap.cache.CacheCounters;
import org.activerouter.proxy.opennap.cache.CacheSettings;
import org.activerouter.proxy.opennap.directory.LocalDirectory;

/**
 * What all sessions of a cache proxy have in common.
 *
 * @param settings how to answer
 * @param cache what servers have answered
 * @param directory what clients share
 * @param counters what was done
 */
record Shared(CacheSettings settings, AnswerCache cache, LocalDirectory directory, CacheCounters counters) {}
