/**
 * The call path as its users see it, between real processes: read {@link io.bindery.system.World} and
 * {@link io.bindery.system.Transactions} first, then any test. Two contexts that one JVM opens in the same directory are
 * two processes to the driver, with sockets and rings between them.
 */
@NullMarked
package io.bindery.system;

import org.jspecify.annotations.NullMarked;
