/**
 * What is shared and searched for in the paper's experiment: files whose names are made of keywords, a few of which match many
 * files and many of which match few. In: a seed. Out: keywords, files, who holds which. Immutable, any thread.
 */
@NullMarked
package org.activerouter.lab.library;

import org.jspecify.annotations.NullMarked;
