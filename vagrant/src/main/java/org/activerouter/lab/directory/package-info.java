/**
 * What a directory server knows and does: who shares what, which files a search finds, how long an answer takes. In: messages
 * of logged-in users. Out: their answers. The directory is shared by all sessions, one virtual thread each.
 */
@NullMarked
package org.activerouter.lab.directory;

import org.jspecify.annotations.NullMarked;
