package io.bindery.internal.session;

import io.bindery.DeadObjectException;
import io.bindery.RemoteException;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.TransportServices;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What another thread has the control thread do, and waits for. */
public final class ControlTask {
    private ControlTask() {}

    /** Does not block. */
    @FunctionalInterface
    public interface Task {
        void run() throws SessionRefusedException;
    }

    /** Runs a task on the control thread of a context and waits for its end. Not on that thread. */
    public static void run(TransportServices services, Task task) throws RemoteException, SessionRefusedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        services.control().execute(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (SessionRefusedException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            Void ignored = done.get(services.limits().handshakeMs(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SessionRefusedException refused -> throw refused;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (TimeoutException e) {
            throw new DeadObjectException("the context is being closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException("interrupted while connecting", e);
        }
    }
}
