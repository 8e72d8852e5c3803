module outside {
    requires io.bindery.servicemanager;
}
