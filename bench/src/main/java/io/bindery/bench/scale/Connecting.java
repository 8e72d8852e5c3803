package io.bindery.bench.scale;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.bench.calls.RigService;
import io.bindery.bench.calls.RigServiceStub;
import io.bindery.bench.scale.Scenario.Row;
import io.bindery.bench.worker.WorkerProcess;
import io.bindery.servicemanager.ServiceManager;
import java.util.List;

/**
 * From nothing to an answer, in steps, again and again in one warm process, with a service whose process does not host the
 * service manager: so the session with it is new when it is called first.
 */
final class Connecting {
    private static final String SERVICE = "io.bindery.bench.elsewhere";
    private static final int WARM_UP = 100;
    private static final int TIMES = 300;

    private final Stage stage;
    private final TimedSteps steps = new TimedSteps();

    Connecting(Stage stage) {
        this.stage = stage;
    }

    List<Row> run() throws Exception {
        try (WorkerProcess _ = stage.startServer();
                WorkerProcess _ = stage.startServer(SERVICE)) {
            for (int i = 0; i < stage.scaled(WARM_UP); i++) {
                once();
            }
            steps.clear();
            for (int i = 0; i < stage.scaled(TIMES); i++) {
                once();
            }
            return steps.rows();
        }
    }

    private void once() throws Exception {
        long startNs = System.nanoTime();
        BinderContext context = stage.options().openContext();
        try (context) {
            long openedNs = time("open-context", startNs);
            ServiceManager names = ServiceManager.of(context);
            if (!context.getContextObject().pingBinder()) {
                throw new IllegalStateException("the service manager does not answer");
            }
            long reachedNs = time("first-call-manager", openedNs);
            IBinder binder = names.getService(SERVICE);
            long foundNs = time("get-service-and-connect", reachedNs);
            RigService service = RigServiceStub.asInterface(binder);
            check(service.fourLongs(1, 2, 3, 4));
            long calledNs = time("first-call", foundNs);
            check(service.fourLongs(1, 2, 3, 4));
            long againNs = time("second-call", calledNs);
            names.getService(SERVICE);
            long lookedNs = time("get-service-connected", againNs);
            time("connect-and-call", openedNs, calledNs);
            context.close();
            time("close-context", lookedNs);
        }
    }

    private static void check(long sum) {
        if (sum != 1 + 2 + 3 + 4 + Binder.getCallingUid()) {
            throw new IllegalStateException("wrong sum: returned=" + sum);
        }
    }

    private long time(String step, long startNs) {
        long nowNs = System.nanoTime();
        time(step, startNs, nowNs);
        return nowNs;
    }

    private void time(String step, long startNs, long endNs) {
        steps.add(step, endNs - startNs);
    }
}
