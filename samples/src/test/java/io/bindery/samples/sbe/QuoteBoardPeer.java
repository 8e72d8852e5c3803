package io.bindery.samples.sbe;

import io.bindery.BinderContext;
import io.bindery.servicemanager.ServiceManager;
import java.nio.file.Path;

/** A JVM with a quote board in it. */
public final class QuoteBoardPeer {
    static final String CONTEXT = "quotes";
    static final String SERVICE = "board";

    private QuoteBoardPeer() {}

    static BinderContext open(Path home) throws Exception {
        BinderContext context = BinderContext.builder(CONTEXT).home(home).open();
        ServiceManager.of(context).addService(SERVICE, new QuoteBoardService());
        return context;
    }

    public static void main(String[] arguments) throws Exception {
        try (BinderContext context = open(Path.of(arguments[0]))) {
            System.out.println("hosts=" + context.isContextManager());
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }
}
