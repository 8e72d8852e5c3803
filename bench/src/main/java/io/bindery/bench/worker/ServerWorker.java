package io.bindery.bench.worker;

import io.bindery.BinderContext;
import io.bindery.bench.calls.RigServer;
import io.bindery.servicemanager.ServiceManager;

/** Hosts the context and the measured service until its parent lets go of it. */
public final class ServerWorker {
    private ServerWorker() {}

    public static void main(String[] arguments) throws Exception {
        try (BinderContext context = WorkerOptions.parse(arguments).openContext()) {
            ServiceManager.of(context).addService(RigServer.NAME, new RigServer());
            Lifeline.ready();
            Lifeline.awaitEnd();
        }
    }
}
