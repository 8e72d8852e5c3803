/**
 * What a transport is: how two processes get a session, and what the lanes of a session can do. The driver knows these
 * types and no transport; a transport knows these types and no Binder object. A module adds one by providing a
 * {@link io.bindery.transport.TransportProvider}. Read that and {@link io.bindery.transport.Transport} first, then
 * {@link io.bindery.transport.Session},
 * {@link io.bindery.transport.SyncLane}, {@link io.bindery.transport.OnewaySender} and
 * {@link io.bindery.transport.OnewayReceiver}.
 */
@NullMarked
package io.bindery.transport;

import org.jspecify.annotations.NullMarked;
