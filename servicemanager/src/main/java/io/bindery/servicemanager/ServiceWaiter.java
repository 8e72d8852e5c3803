package io.bindery.servicemanager;

import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.SendStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits in one thread, once, for one service; is called back by the service manager in another. */
final class ServiceWaiter extends IServiceListenerStub implements IBinder.DeathRecipient {
    private static final System.Logger LOGGER = System.getLogger(ServiceWaiter.class.getName());

    private final CompletableFuture<IBinder> added = new CompletableFuture<>();
    private final String name;
    private final IServiceManager manager;
    private final String where;

    /**
     * Prepares to wait.
     *
     * @param where describes the service, for messages
     */
    ServiceWaiter(String name, IServiceManager manager, String where) {
        this.name = name;
        this.manager = manager;
        this.where = where;
    }

    /** Returns the service, or null if it has not been added within {@code timeout}. */
    @Nullable
    IBinder await(Duration timeout) throws RemoteException, InterruptedException {
        manager.asBinder().linkToDeath(this, 0);
        try {
            manager.addListener(name, this);
            try {
                return get(timeout);
            } finally {
                withdraw();
            }
        } finally {
            manager.asBinder().unlinkToDeath(this, 0);
        }
    }

    private @Nullable IBinder get(Duration timeout) throws RemoteException, InterruptedException {
        try {
            return added.get(timeoutNs(timeout), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new RemoteException(
                    "the process that hosts the service manager died while a service was waited for, open the context"
                            + " anew: " + where,
                    e);
        }
    }

    private void withdraw() {
        try {
            manager.removeListener(name, this);
        } catch (RemoteException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "the service manager has gone, and its listeners with it", e);
        }
    }

    private static long timeoutNs(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE; // longer than 292 years
        }
    }

    @Override
    public SendStatus onServiceAdded(String name, IBinder service) {
        added.complete(service);
        return SendStatus.ACCEPTED;
    }

    @Override
    public void binderDied() {
        added.completeExceptionally(new DeadObjectException("the service manager is dead: " + where));
    }
}
