/** Names for Binder objects: handle 0 and its client. */
module io.bindery.servicemanager {
    requires transitive io.bindery;
    requires static org.jspecify;

    exports io.bindery.servicemanager;

    provides io.bindery.ContextManagerProvider with
            io.bindery.servicemanager.ServiceManagerProvider;
}
