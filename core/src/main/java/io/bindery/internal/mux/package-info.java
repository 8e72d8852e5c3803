/**
 * Sessions over a stream of bytes, whatever its kernel object: a socket, or two pipes. Messages and the records of all
 * lanes share it. Read {@link io.bindery.internal.mux.ByteStream} and {@link io.bindery.internal.mux.RecordFrame}
 * first (the bytes), then {@link io.bindery.internal.mux.StreamChannel} with its
 * {@link io.bindery.internal.mux.FrameReader} and {@link io.bindery.internal.mux.FrameWriter}, and then the lanes
 * that {@link io.bindery.internal.mux.StreamSession} makes of it.
 */
@NullMarked
package io.bindery.internal.mux;

import org.jspecify.annotations.NullMarked;
