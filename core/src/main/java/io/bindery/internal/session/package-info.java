/**
 * What sessions have in common, whatever carries their lanes: the handshake, messages in order, the watch over the peer's
 * life, and for Unix sockets, listening and connecting. Read {@link io.bindery.internal.session.Frame} and
 * {@link io.bindery.internal.session.Hello} first (the bytes), then {@link io.bindery.internal.session.LinkedSession} and
 * {@link io.bindery.internal.session.SessionTransport}, {@link io.bindery.internal.session.SessionDescriptors} (what rides
 * on it), and {@link io.bindery.internal.session.SocketTransport}. What carries oneway calls only, and so has no session between
 * processes, begins with {@link io.bindery.internal.session.OnewayTransport}.
 */
@NullMarked
package io.bindery.internal.session;

import org.jspecify.annotations.NullMarked;
