/** Agrona's idle strategies, agents and buffers on Bindery. */
// Agrona has no module-info yet.
@SuppressWarnings("requires-transitive-automatic")
module io.bindery.agrona {
    requires transitive io.bindery;
    requires transitive org.agrona;
    requires static org.jspecify;

    exports io.bindery.agrona;
}
