/** Tests of choosing a member. */
@NullMarked
package org.activerouter.proxy.balance;

import org.jspecify.annotations.NullMarked;
