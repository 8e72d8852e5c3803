package io.bindery.bench.scale;

import io.bindery.BinderContext;
import io.bindery.bench.worker.IdleWorker;
import io.bindery.bench.worker.Lifeline;
import io.bindery.bench.worker.WorkerOptions;
import java.util.ArrayDeque;
import java.util.Deque;

/** Holds as many sessions with the server as it is told, each used once; answers how long it took, in nanoseconds. */
public final class SessionsWorker {
    private SessionsWorker() {}

    public static void main(String[] arguments) throws Exception {
        WorkerOptions options = WorkerOptions.parse(arguments);
        Deque<BinderContext> held = new ArrayDeque<>();
        try {
            Lifeline.serve(command -> {
                int count = Integer.parseInt(command);
                long startNs = System.nanoTime();
                while (held.size() > count) {
                    held.removeLast().close();
                }
                while (held.size() < count) {
                    BinderContext context = options.openContext();
                    held.add(context);
                    IdleWorker.use(context);
                }
                return Long.toString(System.nanoTime() - startNs);
            });
        } finally {
            held.forEach(BinderContext::close);
        }
    }
}
