/** Binder objects, the driver beneath them, and the shared-memory transport. */
module io.bindery {
    requires static org.jspecify;

    exports io.bindery;
    exports io.bindery.looper;
    exports io.bindery.transport;

    uses io.bindery.ContextManagerProvider;
}
