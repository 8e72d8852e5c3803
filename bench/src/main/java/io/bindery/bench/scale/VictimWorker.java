package io.bindery.bench.scale;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.bench.worker.Lifeline;
import io.bindery.bench.worker.WorkerOptions;
import io.bindery.servicemanager.ServiceManager;

/** Has an object, and waits to be killed. */
public final class VictimWorker {
    private VictimWorker() {}

    /** Arguments: the options, then the name of the object. */
    public static void main(String[] arguments) throws Exception {
        try (BinderContext context = WorkerOptions.parse(arguments).openContext()) {
            ServiceManager.of(context).addService(arguments[WorkerOptions.COUNT], new Binder());
            Lifeline.serve(command -> command);
        }
    }
}
