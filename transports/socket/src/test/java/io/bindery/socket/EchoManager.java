package io.bindery.socket;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.ContextManagerProvider;
import io.bindery.system.TestManagers;

/** What these tests find at handle 0 of a context: an echo, and elsewhere what the Binder conformance suites want. */
public final class EchoManager implements ContextManagerProvider {
    @Override
    public Binder create(BinderContext context) {
        return context.name().equals(FallbackPeer.CONTEXT) ? new Echo() : new TestManagers().create(context);
    }
}
