package io.bindery.system;

import io.bindery.RemoteException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;

/** Threads of a test. */
public final class Workers {
    private Workers() {}

    /** What a worker does. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    public static CompletableFuture<Void> start(Work work) {
        return start(Thread.ofPlatform().daemon().factory(), work);
    }

    public static CompletableFuture<Void> start(ThreadFactory threads, Work work) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        threads.newThread(() -> {
                    try {
                        work.run();
                        end.complete(null);
                    } catch (Throwable t) {
                        end.completeExceptionally(t);
                    }
                })
                .start();
        return end;
    }

    public static void join(List<CompletableFuture<Void>> workers) throws Exception {
        for (CompletableFuture<Void> worker : workers) {
            Void ignored = worker.get();
        }
    }

    /** Waits in a handler. */
    public static void await(CountDownLatch latch) throws RemoteException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new RemoteException("interrupted", e);
        }
    }
}
