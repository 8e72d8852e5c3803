package io.bindery.bench.scale;

import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.bench.scale.Scenario.Row;
import io.bindery.bench.worker.WorkerProcess;
import io.bindery.servicemanager.ServiceManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Processes are killed one after the other while nothing else happens; each has an object to which a recipient is linked.
 * Small ones as they are, and some that have half a gigabyte of memory in use, which the kernel takes its time to free.
 */
final class Deaths {
    private static final int KILLS = 200;
    private static final int LARGE_KILLS = 20;
    private static final int AT_A_TIME = 10;
    private static final int QUIET_MS = 15;
    private static final long PATIENCE_S = 30;
    private static final List<String> SMALL = List.of("-Xmx64m", "-XX:TieredStopAtLevel=1");
    private static final List<String> LARGE =
            List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1");

    private final Stage stage;
    private final TimedSteps times = new TimedSteps();
    private int born;

    Deaths(Stage stage) {
        this.stage = stage;
    }

    List<Row> run() throws Exception {
        try (WorkerProcess _ = stage.startServer();
                BinderContext context = stage.options().openContext()) {
            killAll(context, "warm-up", SMALL, stage.scaled(AT_A_TIME));
            times.clear();
            killAll(context, "jvm", SMALL, stage.scaled(KILLS));
            killAll(context, "jvm-512m", LARGE, stage.scaled(LARGE_KILLS));
            return times.rows();
        }
    }

    private void killAll(BinderContext context, String row, List<String> flags, int count) throws Exception {
        for (int done = 0; done < count; done += AT_A_TIME) {
            killSome(context, row, flags, Math.min(AT_A_TIME, count - done));
        }
    }

    private void killSome(BinderContext context, String row, List<String> flags, int count) throws Exception {
        List<WorkerProcess> victims = new ArrayList<>();
        try {
            int first = born;
            for (int i = 0; i < count; i++) {
                victims.add(stage.begin(VictimWorker.class, flags, "victim-" + born++));
            }
            for (WorkerProcess victim : victims) {
                victim.awaitReady();
            }
            for (int i = 0; i < count; i++) {
                IBinder object = ServiceManager.of(context).getService("victim-" + (first + i));
                Thread.sleep(QUIET_MS);
                times.add(row, kill(victims.get(i), object));
            }
        } finally {
            victims.forEach(WorkerProcess::close);
        }
    }

    private static long kill(WorkerProcess victim, IBinder object) throws Exception {
        AtomicLong toldNs = new AtomicLong();
        CountDownLatch told = new CountDownLatch(1);
        object.linkToDeath(
                () -> {
                    toldNs.set(System.nanoTime());
                    told.countDown();
                },
                0);
        long killedNs = System.nanoTime();
        victim.kill();
        if (!told.await(PATIENCE_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no death recipient ran: waited " + PATIENCE_S + " s");
        }
        return toldNs.get() - killedNs;
    }
}
