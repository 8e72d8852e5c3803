package io.bindery.system;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.ContextManagerProvider;
import io.bindery.processor.ExchangePeer;

/** What this module's tests find at handle 0: an exchange in the context of that name, a hub elsewhere. */
public final class TestManagers implements ContextManagerProvider {
    @Override
    public Binder create(BinderContext context) {
        return context.name().equals("exchange") ? new ExchangePeer.Provider().create(context) : new Hub();
    }
}
