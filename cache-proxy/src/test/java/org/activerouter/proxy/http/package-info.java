/** Tests of HTTP between clients and members. */
@NullMarked
package org.activerouter.proxy.http;

import org.jspecify.annotations.NullMarked;
