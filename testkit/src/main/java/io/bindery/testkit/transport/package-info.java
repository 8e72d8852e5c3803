/**
 * What every transport must do: {@link io.bindery.testkit.transport.TransportConformance}, which a transport's own tests
 * extend, and the process at the other end, {@link io.bindery.testkit.transport.ConformancePeer}.
 */
@NullMarked
package io.bindery.testkit.transport;

import org.jspecify.annotations.NullMarked;
