/**
 * Other ways from one process to another, to compare with: real libraries in current versions, and what the JDK has. All
 * round trips do the work of {@code four-longs}: {@link io.bindery.bench.peers.SumClient} sends four longs, a
 * {@link io.bindery.bench.peers.SumServer} sends their sum back, and each sum is checked, so that nobody skips work.
 * {@link io.bindery.bench.peers.Peers} lists them.
 *
 * <p>A library's ends run on the two measured threads wherever it lets its user do that (all but gRPC and D-Bus); its own threads, if
 * it has any, are left to the kernel, see {@link io.bindery.bench.peers.FreeThreads}.
 */
@NullMarked
package io.bindery.bench.peers;

import org.jspecify.annotations.NullMarked;
