package org.activerouter.manager.policy;

/**
 * Something that makes a policy or a service useless or harmful.
 *
 * @param property the property at fault, as it is written in a configuration file: {@code minimum-samples}; for a property of
 *     a condition with the condition's number in front: {@code conditions.0.low}
 * @param message what is wrong with it and what would be right; reads on after the property's name
 */
public record PolicyFlaw(String property, String message) {
    @Override
    public String toString() {
        return property + " " + message;
    }
}
