/**
 * The default transport: rings in sealed shared memory, messages that set them up. Read
 * {@link io.bindery.internal.shm.OutboxLayout} first (the bytes), then {@link io.bindery.internal.shm.Outbox} and
 * {@link io.bindery.internal.shm.PeerOutbox} (the two views of it), {@link io.bindery.internal.shm.ShmSyncLane},
 * {@link io.bindery.internal.shm.ShmOnewaySender} and {@link io.bindery.internal.shm.ShmOnewayReceiver} (the lanes), and
 * last {@link io.bindery.internal.shm.ShmSession} and {@link io.bindery.internal.shm.ShmTransport} (how they are set up).
 */
@NullMarked
package io.bindery.internal.shm;

import org.jspecify.annotations.NullMarked;
