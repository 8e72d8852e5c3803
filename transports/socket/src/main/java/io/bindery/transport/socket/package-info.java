/**
 * Calls between processes over a Unix stream socket, where shared memory is not to be had, or the processes share no
 * directory. See {@link io.bindery.transport.socket.SocketTransportProvider}.
 */
@NullMarked
package io.bindery.transport.socket;

import org.jspecify.annotations.NullMarked;
