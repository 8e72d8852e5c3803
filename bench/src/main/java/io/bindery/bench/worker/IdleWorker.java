package io.bindery.bench.worker;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.bench.calls.RigServer;
import io.bindery.bench.calls.RigService;
import io.bindery.bench.calls.RigServiceStub;
import io.bindery.servicemanager.ServiceManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Three sessions with the server that have been used and then stay quiet, as in a process with several clients. */
public final class IdleWorker {
    private static final int SESSIONS = 3;

    private IdleWorker() {}

    public static void main(String[] arguments) throws Exception {
        WorkerOptions options = WorkerOptions.parse(arguments);
        List<BinderContext> contexts = new ArrayList<>();
        try {
            for (int i = 0; i < SESSIONS; i++) {
                BinderContext context = options.openContext();
                contexts.add(context);
                use(context);
            }
            Lifeline.ready();
            Lifeline.awaitEnd();
        } finally {
            contexts.forEach(BinderContext::close);
        }
    }

    /** Makes a call over {@code context}, which so has a session. */
    public static void use(BinderContext context) throws Exception {
        RigService service = RigServiceStub.asInterface(
                ServiceManager.of(context).waitForService(RigServer.NAME, Duration.ofSeconds(10)));
        long sum = service.fourLongs(1, 2, 3, 4);
        if (sum != 1 + 2 + 3 + 4 + Binder.getCallingUid()) {
            throw new IllegalStateException("wrong sum: returned=" + sum);
        }
    }
}
