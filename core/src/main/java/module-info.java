/** Binder objects, the driver beneath them, and the transports over shared memory and within a process. */
@SuppressWarnings("module") // the modules that qualified exports name are compiled after this one
module io.bindery {
    requires static org.jspecify;

    exports io.bindery;
    exports io.bindery.looper;
    exports io.bindery.transport;

    // What our own transports share with shared memory: system calls, sessions, and lanes in a stream of bytes.
    exports io.bindery.internal.linux to
            io.bindery.transport.chronicle,
            io.bindery.transport.pipe,
            io.bindery.transport.signal,
            io.bindery.transport.socket;
    exports io.bindery.internal.memory to
            io.bindery.transport.chronicle,
            io.bindery.transport.signal,
            io.bindery.transport.socket;
    exports io.bindery.internal.session to
            io.bindery.transport.chronicle,
            io.bindery.transport.pipe,
            io.bindery.transport.signal,
            io.bindery.transport.socket;
    exports io.bindery.internal.mux to
            io.bindery.transport.chronicle,
            io.bindery.transport.pipe,
            io.bindery.transport.signal,
            io.bindery.transport.socket;

    uses io.bindery.ContextManagerProvider;
    uses io.bindery.transport.TransportProvider;
}
