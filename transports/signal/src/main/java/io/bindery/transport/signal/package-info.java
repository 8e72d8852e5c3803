/**
 * Calls that are signals. Read {@link io.bindery.transport.signal.SignalTransportProvider} first, which has the addresses
 * and says what a signal can do, then {@link io.bindery.transport.signal.Signals}, which sends without any interface.
 */
@NullMarked
package io.bindery.transport.signal;

import org.jspecify.annotations.NullMarked;
