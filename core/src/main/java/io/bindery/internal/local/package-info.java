/**
 * The transport within a process, for tests and debugging: above it runs the same code as between processes. Sync calls
 * are served on the thread that makes them, so that a debugger steps from proxy to stub and back, and nothing depends on
 * which thread is quicker. Read {@link io.bindery.internal.local.LocalTransport} first, then
 * {@link io.bindery.internal.local.LocalSyncLane}.
 */
@NullMarked
package io.bindery.internal.local;

import org.jspecify.annotations.NullMarked;
