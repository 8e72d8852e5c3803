/**
 * Streams as objects: how {@code dump} and shell commands carry any amount of text, and input, between processes. A
 * stream of the caller is an object that the callee calls back: {@link io.bindery.internal.stream.OutputSink} and
 * {@link io.bindery.internal.stream.InputSource} where it lives, {@link io.bindery.internal.stream.RemoteOutput} and
 * {@link io.bindery.internal.stream.RemoteInput} where it is used, {@link io.bindery.internal.stream.Diagnostics} for
 * the transactions that carry them. Nothing here knows the driver.
 */
@NullMarked
package io.bindery.internal.stream;

import org.jspecify.annotations.NullMarked;
