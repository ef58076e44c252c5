package org.activerouter.manager.config;

import java.util.ArrayList;
import java.util.List;

/**
 * What is gathered while a configuration is read. One thread.
 *
 * @param known names of what is installed
 * @param problems what is wrong
 * @param effective what every key amounts to, in the order of reading
 */
record Reading(KnownNames known, Problems problems, List<EffectiveValue> effective) {
    Reading(KnownNames known, Problems problems) {
        this(known, problems, new ArrayList<>());
    }
}
