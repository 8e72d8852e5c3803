/**
 * How an operation between two processes is timed: in short batches that alternate with batches of a baseline, in the
 * same two processes, on the same two CPUs; what counts is the ratio of neighbours.
 *
 * <p>Read {@link io.bindery.bench.rig.AdjacentBatches} first (the measuring loop), then
 * {@link io.bindery.bench.rig.Workload} and {@link io.bindery.bench.rig.Peer} (what can be timed), and
 * {@link io.bindery.bench.rig.Measurement} with {@link io.bindery.bench.rig.Summary} (what comes out). Nothing here
 * knows Binder: the calls are in {@code io.bindery.bench.calls}, what they are held against in
 * {@code io.bindery.bench.baseline}.
 */
@NullMarked
package io.bindery.bench.rig;

import org.jspecify.annotations.NullMarked;
