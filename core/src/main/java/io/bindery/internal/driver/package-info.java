/**
 * Binder's driver: objects, handles, calls, and the threads that serve them; knows the transport SPI and no transport.
 *
 * <p>Read in this order: {@link io.bindery.internal.driver.RecordHeader} (what a record holds),
 * {@link io.bindery.internal.driver.DriverParcel}, {@link io.bindery.internal.driver.CallLane} and
 * {@link io.bindery.internal.driver.DriverCall} (how a call goes out and how its caller waits),
 * {@link io.bindery.internal.driver.Dispatcher} (how it is served), {@link io.bindery.internal.driver.Loopers} (by which
 * thread), {@link io.bindery.internal.driver.Peer} (what a session holds: exports, proxies, lanes), and
 * {@link io.bindery.internal.driver.DriverContext}.
 */
@NullMarked
package io.bindery.internal.driver;

import org.jspecify.annotations.NullMarked;
