/**
 * Calls that wait on disk until somebody serves them. Read
 * {@link io.bindery.transport.chronicle.ChronicleTransportProvider} first, which has the addresses, then
 * {@link io.bindery.transport.chronicle.Recorder} and {@link io.bindery.transport.chronicle.Replay}.
 */
@NullMarked
package io.bindery.transport.chronicle;

import org.jspecify.annotations.NullMarked;
