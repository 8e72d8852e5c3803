/**
 * Queues of bytes in shared memory, one direction each: one process writes, another reads. This package knows bytes
 * and positions; it knows nothing of calls, processes, sockets or how the memory came to be.
 *
 * <p>Read {@link io.bindery.internal.ring.RecordLayout} first (what a record looks like), then
 * {@link io.bindery.internal.ring.CallRingWriter} and {@link io.bindery.internal.ring.CallRingReader} (records stack
 * like the frames of the calls that they carry), then {@link io.bindery.internal.ring.StreamRingWriter} and
 * {@link io.bindery.internal.ring.StreamRingReader} (records follow one another without end). What a caller can expect
 * to happen is a number of {@link io.bindery.internal.ring.Status}; what only a broken or hostile peer can cause is a
 * {@link io.bindery.internal.ring.RingViolationException}.
 */
@NullMarked
package io.bindery.internal.ring;

import org.jspecify.annotations.NullMarked;
