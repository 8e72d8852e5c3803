/** Calls over Unix stream sockets: {@code unix:PATH}, {@code unix:@NAME}. */
module io.bindery.transport.socket {
    requires transitive io.bindery;
    requires static org.jspecify;

    exports io.bindery.transport.socket;

    provides io.bindery.transport.TransportProvider with
            io.bindery.transport.socket.SocketTransportProvider;
}
