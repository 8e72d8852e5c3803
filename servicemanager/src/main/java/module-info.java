/** Names for Binder objects: handle 0 and its client. */
module io.bindery.servicemanager {
    requires transitive io.bindery;
    requires static org.jspecify;
}
