package io.bindery.bench.worker;

import io.bindery.BinderContext;
import io.bindery.bench.calls.FourLongs;
import io.bindery.bench.calls.RigServer;
import io.bindery.bench.calls.RigService;
import io.bindery.bench.calls.RigServiceStub;
import io.bindery.looper.WaitStrategy;
import io.bindery.servicemanager.ServiceManager;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Sessions that are opened for one call. It comes on a lane that nobody polls yet, and so rings the doorbell, as a call after
 * a long quiet does. Of those there are three in a second: the JVM would interpret their path for minutes, while that of
 * their baseline, which never takes another, is compiled.
 */
final class FreshSessions {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private FreshSessions() {}

    /**
     * Opens sessions with the measured service, one after the other.
     *
     * @param home of the run's context
     * @throws Exception if one failed, or a result was wrong
     */
    static void callEachOnce(Path home, WaitStrategy waitStrategy, int sessions) throws Exception {
        for (int i = 0; i < sessions; i++) {
            try (BinderContext context = BinderContext.builder(WorkerOptions.CONTEXT)
                    .home(home)
                    .waitStrategy(waitStrategy)
                    .open()) {
                RigService service =
                        RigServiceStub.asInterface(ServiceManager.of(context).waitForService(RigServer.NAME, PATIENCE));
                new FourLongs(service).exchange();
            }
        }
    }
}
