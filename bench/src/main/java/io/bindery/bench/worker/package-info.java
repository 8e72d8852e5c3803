/**
 * The processes of a run. {@link io.bindery.bench.worker.Workers} starts them, one set per case: a
 * {@link io.bindery.bench.worker.ServerWorker}, an {@link io.bindery.bench.worker.IdleWorker} that holds the sessions
 * which only have to be there, and a {@link io.bindery.bench.worker.ClientWorker} that measures.
 */
@NullMarked
package io.bindery.bench.worker;

import org.jspecify.annotations.NullMarked;
