/**
 * Users of a directory server, as many as wanted: log in, share, search, and count for themselves what came back and when.
 * In: a plan. Out: one report per connection. One platform thread per user, so that its clock is read without delay.
 */
@NullMarked
package org.activerouter.lab.peers;

import org.jspecify.annotations.NullMarked;
