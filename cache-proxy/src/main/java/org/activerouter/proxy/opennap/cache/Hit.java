package org.activerouter.proxy.opennap.cache;

/**
 * An answer from the cache.
 *
 * @param answer the results; the asker's own files are to be left out in sending
 * @param old whether the server should be asked again meanwhile
 * @param ageNanos how old it is
 */
public record Hit(Answer answer, boolean old, long ageNanos) {}
