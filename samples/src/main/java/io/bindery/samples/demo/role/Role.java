package io.bindery.samples.demo.role;

import io.bindery.BinderContext;
import io.bindery.DeadObjectException;
import io.bindery.samples.demo.process.ParentWatch;
import io.bindery.servicemanager.ServiceManager;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The life of a child process: join the context, do the work, end when the parent says so. */
public final class Role {
    /** The context in which the demo's processes meet. */
    public static final String CONTEXT = "demo";

    /** How long a process waits for another to be ready. */
    public static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private static final long PARENT_KILLS_US_MS = 2_000;

    private Role() {}

    /** The arguments of a child's command line. */
    public static List<String> arguments(Path home, String argument) {
        return List.of(home.toString(), String.valueOf(ProcessHandle.current().pid()), argument);
    }

    static void run(String[] arguments, Body body) {
        ParentWatch watch = ParentWatch.start();
        Path home = Path.of(arguments[0]);
        try (BinderContext context = BinderContext.builder(CONTEXT).home(home).open()) {
            body.start(ServiceManager.of(context), arguments[2]);
            watch.await();
        } catch (Throwable e) {
            fail(e);
        }
        ParentWatch.deleteOrphanedHome(Long.parseLong(arguments[1]), home);
        System.exit(0);
    }

    /**
     * Ends this process because its work failed; the parent shows what is printed. If the reason is that another
     * process died, the parent knows that already, and is left the time to name that one.
     */
    static void fail(Throwable reason) {
        reason.printStackTrace();
        if (reason instanceof DeadObjectException) {
            try {
                Thread.sleep(PARENT_KILLS_US_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Runtime.getRuntime().halt(1);
    }

    /** Sets up what the process does; its threads are the context's. */
    @FunctionalInterface
    interface Body {
        void start(ServiceManager services, String argument) throws Exception;
    }
}
