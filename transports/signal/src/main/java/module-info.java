/** Methods as signals: {@code signal:PID}, {@code signal:-GROUP}, and in the process that receives them {@code signal:}. */
module io.bindery.transport.signal {
    requires transitive io.bindery;
    requires jdk.unsupported;
    requires static org.jspecify;

    exports io.bindery.transport.signal;

    provides io.bindery.transport.TransportProvider with
            io.bindery.transport.signal.SignalTransportProvider;
}
