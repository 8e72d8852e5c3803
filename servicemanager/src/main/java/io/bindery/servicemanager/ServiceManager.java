package io.bindery.servicemanager;

import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names of a context: where a process registers its services and finds those of others.
 *
 * <pre>{@code
 * ServiceManager services = ServiceManager.of(context);
 * services.addService("orders", new OrderGatewayImpl());
 *
 * OrderGateway orders = OrderGatewayStub.asInterface(services.getService("orders"));
 * }</pre>
 *
 * <p>A name has 1 to 127 characters of {@code A-Z a-z 0-9 . _ - /}. A service loses its name when its process dies. All
 * names are gone when the process that hosts the service manager dies: every method then says so, until a process opens
 * the context anew, which hosts it; services have to be added again.
 *
 * <p><b>What is remembered.</b> From the second look-up of a process on, a service that was found is remembered for as long as
 * the process refers to it; looking it up again is no call to the service manager and allocates nothing. It is never wrong for
 * that: the service manager's process publishes each change of a name in shared memory before the call that made it returns,
 * and every look-up reads that. A service that was re-registered, or has lost its name, is therefore not returned by any
 * look-up that begins afterwards; one whose process has died is not returned once its death is known here or there, and
 * nothing that is remembered is returned once the service manager is known to be dead. Names that have no service are not
 * remembered. Where the transport to the service manager passes no descriptors, nothing is, and each look-up is a call.
 *
 * <p><b>Threading:</b> all methods may be called from any thread.
 */
public final class ServiceManager {
    private static final int MAX_NAMES_IN_MESSAGE = 20;

    private final String contextName;
    private final Path directory;
    private final ContextObject contextObject;

    /** Of the service manager that was asked last. */
    private volatile @Nullable ServiceCache cache;

    ServiceManager(String contextName, Path directory, ContextObject contextObject) {
        this.contextName = contextName;
        this.directory = directory;
        this.contextObject = contextObject;
    }

    /** Returns the names of a context. */
    public static ServiceManager of(BinderContext context) {
        return new ServiceManager(context.name(), context.directory(), context::getContextObject);
    }

    /**
     * Gives a service its name. A service that had the name before loses it; whoever holds a reference keeps it.
     *
     * @throws IllegalArgumentException if the name is malformed
     * @throws SecurityException if a living service of another user has the name
     * @throws IllegalStateException if the context has too many services
     * @throws RemoteException if the service manager cannot be reached
     */
    public void addService(String name, IBinder service) throws RemoteException {
        ServiceNames.check(name);
        manager().addService(name, service);
    }

    /**
     * Returns the service of this name.
     *
     * @throws IllegalArgumentException if the name is malformed
     * @throws ServiceNotFoundException if there is none
     * @throws RemoteException if the service manager cannot be reached
     */
    public IBinder getService(String name) throws RemoteException {
        IBinder known = findKnown(name);
        if (known != null) {
            return known;
        }
        ServiceNames.check(name);
        IServiceManager manager = manager();
        IBinder service = ask(manager, name);
        if (service == null) {
            throw notFound("no service of this name", name, manager);
        }
        return service;
    }

    /**
     * Returns the service of this name, or null if there is none.
     *
     * @throws IllegalArgumentException if the name is malformed
     * @throws RemoteException if the service manager cannot be reached
     */
    public @Nullable IBinder checkService(String name) throws RemoteException {
        IBinder known = findKnown(name);
        if (known != null) {
            return known;
        }
        ServiceNames.check(name);
        return ask(manager(), name);
    }

    /**
     * Returns the service of this name as soon as there is one. Sleeps meanwhile; the service manager calls back. In a
     * context with {@code looperThreads(0)}, another thread has to call {@code doWork()}.
     *
     * @throws IllegalArgumentException if the name is malformed
     * @throws ServiceNotFoundException if there is none within {@code timeout}
     * @throws RemoteException if the service manager cannot be reached, or dies
     * @throws InterruptedException if the thread is interrupted
     */
    public IBinder waitForService(String name, Duration timeout) throws RemoteException, InterruptedException {
        IBinder known = findKnown(name);
        if (known != null) {
            return known;
        }
        ServiceNames.check(name);
        IServiceManager manager = manager();
        IBinder present = ask(manager, name);
        if (present != null) {
            return present;
        }
        ServiceWaiter waiter = new ServiceWaiter(name, manager, where(name));
        IBinder added = waiter.await(timeout);
        if (added != null) {
            return added;
        }
        IBinder last = manager.checkService(name); // it may have been added while the deadline passed
        if (last != null) {
            return last;
        }
        throw notFound("no service of this name was added within " + timeout, name, manager);
    }

    /**
     * Returns the names of all services, sorted.
     *
     * @throws RemoteException if the service manager cannot be reached
     */
    public List<String> listServices() throws RemoteException {
        return manager().listServices();
    }

    private @Nullable IBinder findKnown(String name) {
        ServiceCache last = cache;
        return last == null ? null : last.find(name);
    }

    private @Nullable IBinder ask(IServiceManager manager, String name) throws RemoteException {
        ServiceCache now = ServiceCache.of(manager.asBinder());
        cache = now;
        return now == null ? manager.checkService(name) : now.ask(manager, name);
    }

    private IServiceManager manager() throws RemoteException {
        try {
            return IServiceManagerStub.asInterface(contextObject.get());
        } catch (RemoteException e) {
            throw new RemoteException(
                    "no service manager: context=" + contextName + " directory=" + directory
                            + "; no process hosts it, or the one that did is dead: the next process that opens the context does",
                    e);
        }
    }

    private ServiceNotFoundException notFound(String problem, String name, IServiceManager manager)
            throws RemoteException {
        List<String> names = manager.listServices();
        boolean all = names.size() <= MAX_NAMES_IN_MESSAGE;
        return new ServiceNotFoundException(problem + ": " + where(name) + " registered="
                + (all
                        ? names
                        : names.subList(0, MAX_NAMES_IN_MESSAGE) + " and " + (names.size() - MAX_NAMES_IN_MESSAGE)
                                + " more"));
    }

    private String where(String name) {
        return "name=" + name + " context=" + contextName + " directory=" + directory;
    }

    /** Gives the object at handle 0. */
    @FunctionalInterface
    interface ContextObject {
        IBinder get() throws RemoteException;
    }
}
