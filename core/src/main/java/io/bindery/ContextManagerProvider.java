package io.bindery;

/**
 * Makes the object at handle 0. Found by {@link java.util.ServiceLoader} when a process opens a context that nobody
 * hosts yet; the module {@code io.bindery.servicemanager} provides it.
 */
public interface ContextManagerProvider {
    /** Returns a new service manager for a context that this process is about to host. */
    Binder create(BinderContext context);
}
