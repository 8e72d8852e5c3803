package io.bindery.processor;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.ContextManagerProvider;
import java.io.IOException;
import java.nio.file.Path;

/** A process that hosts an exchange at handle 0 of a context. */
public final class ExchangePeer {
    private ExchangePeer() {}

    public static void main(String[] arguments) throws IOException {
        try (BinderContext context =
                BinderContext.builder("exchange").home(Path.of(arguments[0])).open()) {
            System.out.println("hosts=" + context.isContextManager());
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }

    /** Puts the exchange where otherwise the service manager is. */
    public static final class Provider implements ContextManagerProvider {
        @Override
        public Binder create(BinderContext context) {
            return new ExchangeService();
        }
    }
}
