package io.bindery.servicemanager;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.ContextManagerProvider;

/** Makes the service manager in the process that hosts a context; found by {@link java.util.ServiceLoader}. */
public final class ServiceManagerProvider implements ContextManagerProvider {
    /** For {@link java.util.ServiceLoader}. */
    public ServiceManagerProvider() {}

    @Override
    public Binder create(BinderContext context) {
        return new ServiceRegistry();
    }
}
