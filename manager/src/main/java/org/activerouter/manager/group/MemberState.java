package org.activerouter.manager.group;

/** Where a member stands in its group. */
public enum MemberState {
    /** It gets its share. */
    IN,
    /** It gets nobody new. */
    EJECTED,
    /** It has been ejected, and its share grows again. */
    RETURNING,
    /** The operator wants it to have nobody: it gets nobody new, and keeps who it has until they leave. */
    DRAINING
}
