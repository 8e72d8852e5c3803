/** Calls over pipes between a process and its child: {@code pipe:PID}, {@code pipe:}, {@code pipe:stdio}. */
module io.bindery.transport.pipe {
    requires transitive io.bindery;
    requires static org.jspecify;

    exports io.bindery.transport.pipe;

    provides io.bindery.transport.TransportProvider with
            io.bindery.transport.pipe.PipeTransportProvider;
}
