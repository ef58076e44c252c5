/**
 * What a run showed: curves over time, figures, checks of their shapes, and a report. In: the logs that peers and server wrote,
 * and the facts of the run. Out: CSV, SVG, HTML, sentences. One thread.
 */
@NullMarked
package org.activerouter.lab.experiment;

import org.jspecify.annotations.NullMarked;
