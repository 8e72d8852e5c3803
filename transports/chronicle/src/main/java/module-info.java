/** Durable oneway calls on Chronicle Queue, {@code chronicle:DIRECTORY}, and what records and replays transactions. */
module io.bindery.transport.chronicle {
    requires transitive io.bindery;
    requires static io.bindery.servicemanager;
    requires static info.picocli;
    requires static org.jspecify;
    requires chronicle.queue;
    requires chronicle.bytes;
    requires chronicle.core;
    requires chronicle.wire;

    exports io.bindery.transport.chronicle;

    opens io.bindery.transport.chronicle.tool to
            info.picocli;

    provides io.bindery.transport.TransportProvider with
            io.bindery.transport.chronicle.ChronicleTransportProvider;
}
