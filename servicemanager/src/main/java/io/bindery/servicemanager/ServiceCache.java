package io.bindery.servicemanager;

import io.bindery.BadParcelableException;
import io.bindery.BinderProxy;
import io.bindery.CallCancelledException;
import io.bindery.CallTimeoutException;
import io.bindery.DeadObjectException;
import io.bindery.FrozenObjectException;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.SharedMemory;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a process has learnt from a service manager of another process; attached to the proxy of that. An answer is remembered
 * with the {@linkplain NameVersions version} that the name had before the question, and given again as long as the name has
 * that version and the service lives: one load from shared memory, no call.
 *
 * <p>Nothing is kept alive by being remembered. A service that nobody here refers to any more is asked for anew.
 *
 * <p><b>Threading:</b> any thread; a known service is found without a lock, and without allocation.
 */
final class ServiceCache {
    private static final System.Logger LOGGER = System.getLogger(ServiceCache.class.getName());
    private static final Object ATTACHMENT = new Object();
    private static final int MOST_NAMES = 1024;

    /** A service, and the version of its name. */
    private static final class Known extends WeakReference<IBinder> {
        final long version;

        Known(IBinder service, long version) {
            super(service);
            this.version = version;
        }
    }

    private final BinderProxy manager;
    private final ConcurrentHashMap<String, Known> known = new ConcurrentHashMap<>();
    private final AtomicBoolean fetching = new AtomicBoolean();
    private volatile @Nullable NameVersions versions;
    private volatile boolean askedBefore;
    private volatile boolean unavailable;

    private ServiceCache(BinderProxy manager) {
        this.manager = manager;
    }

    /** The cache of a service manager; null if that is in this process: to ask it costs nothing. */
    static @Nullable ServiceCache of(IBinder manager) {
        if (!(manager instanceof BinderProxy proxy)) {
            return null;
        }
        Object attached = proxy.findObject(ATTACHMENT);
        if (attached == null) {
            ServiceCache made = new ServiceCache(proxy);
            attached = proxy.attachObject(ATTACHMENT, made);
            return attached == null ? made : (ServiceCache) attached;
        }
        return (ServiceCache) attached;
    }

    /** The service of this name, if it is known to have it now; else null. */
    @Nullable
    IBinder find(String name) {
        Known answer = known.get(name);
        NameVersions now = versions;
        if (answer == null || now == null || now.versionAcquire(name) != answer.version || !manager.isBinderAlive()) {
            return null;
        }
        IBinder service = answer.get();
        return service != null && service.isBinderAlive() ? service : null;
    }

    /** Asks the service manager. */
    @Nullable
    IBinder ask(IServiceManager stub, String name) throws RemoteException {
        NameVersions now = versions(stub);
        if (now == null) {
            return stub.checkService(name);
        }
        long version = now.versionAcquire(name); // before the question: what changes meanwhile makes the answer old
        IBinder service = stub.checkService(name);
        if (service == null) {
            known.remove(name);
        } else if (hasRoom(name)) {
            known.put(name, new Known(service, version));
        }
        return service;
    }

    private boolean hasRoom(String name) {
        if (known.size() >= MOST_NAMES && !known.containsKey(name)) {
            known.values().removeIf(each -> each.refersTo(null));
        }
        return known.size() < MOST_NAMES || known.containsKey(name);
    }

    /** Fetches them at the second question: most processes ask once. Without them nothing is remembered. */
    private @Nullable NameVersions versions(IServiceManager stub) {
        NameVersions fetched = versions;
        if (fetched != null || unavailable) {
            return fetched;
        }
        if (!askedBefore) {
            askedBefore = true;
            return null;
        }
        if (fetching.compareAndSet(false, true)) {
            try {
                fetched = fetch(stub);
                versions = fetched;
            } finally {
                fetching.set(false);
            }
        }
        return fetched;
    }

    private @Nullable NameVersions fetch(IServiceManager stub) {
        try (SharedMemory memory = stub.nameVersions()) {
            return NameVersions.readFrom(memory);
        } catch (DeadObjectException
                | FrozenObjectException
                | CallTimeoutException
                | CallCancelledException
                | BadParcelableException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "services are not remembered yet", e);
        } catch (RemoteException | IOException e) { // an older service manager, or a transport without descriptors
            unavailable = true;
            LOGGER.log(System.Logger.Level.DEBUG, "services are not remembered", e);
        }
        return null;
    }
}
