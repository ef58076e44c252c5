package org.activerouter.manager.config;

import java.util.ArrayList;
import java.util.List;

/**
 * What is gathered while a configuration is read. One thread.
 *
 * @param known names of what is installed
 * @param whole whether all of it could be read; if not, nobody is told that something is missing
 * @param problems what is wrong
 * @param remarks what is not wrong, but has no effect
 * @param effective what every key amounts to, in the order of reading
 */
record Reading(KnownNames known, boolean whole, Problems problems, Problems remarks, List<EffectiveValue> effective) {
    Reading(KnownNames known, boolean whole, Problems problems) {
        this(known, whole, problems, new Problems(), new ArrayList<>());
    }
}
