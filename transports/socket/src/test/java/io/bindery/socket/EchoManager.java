package io.bindery.socket;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.ContextManagerProvider;

/** What these tests find at handle 0 of a context. */
public final class EchoManager implements ContextManagerProvider {
    @Override
    public Binder create(BinderContext context) {
        return new Echo();
    }
}
