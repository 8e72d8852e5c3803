package io.bindery.servicemanager;

import io.bindery.Binder;
import io.bindery.DeadObjectException;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.SendStatus;
import io.bindery.SharedMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The service manager's own object: which service has which name, and who waits for one. A service whose process dies
 * loses its name, a listener whose process dies is forgotten.
 *
 * <p><b>Threading:</b> any thread; one lock guards all, and no call to another process is made under it.
 */
final class ServiceRegistry extends IServiceManagerStub {
    /** What one context can hold; a peer that registers without end harms itself. */
    static final int MAX_SERVICES = 4096;

    static final int MAX_LISTENERS = 4096;

    private static final int ROOT_UID = 0;

    private static final System.Logger LOGGER = System.getLogger(ServiceRegistry.class.getName());

    private final Object lock = new Object();
    private final TreeMap<String, Service> services = new TreeMap<>();
    private final Map<String, List<Listener>> listeners = new HashMap<>();
    private int listenerCount;
    private @Nullable NameVersions versions;
    private @Nullable SharedMemory versionMemory;

    @Override
    public void addService(String name, IBinder service) throws RemoteException {
        ServiceNames.check(name);
        List<Listener> told;
        synchronized (lock) {
            Service added = new Service(name, service, Binder.getCallingUid());
            Service replaced = services.get(name);
            checkMayAdd(added, replaced);
            service.linkToDeath(added, 0); // the recipient runs on another thread, and waits for the lock
            services.put(name, added);
            onChanged(name);
            if (replaced != null) {
                replaced.binder.unlinkToDeath(replaced, 0);
            }
            told = List.copyOf(listeners.getOrDefault(name, List.of()));
        }
        for (Listener listener : told) {
            tell(listener, service);
        }
    }

    /** Under the lock: who asks and learns of the change finds the version changed too. */
    private void onChanged(String name) {
        if (versions != null) {
            versions.advanceRelease(name);
        }
    }

    /** Made when somebody asks: before that, nobody can have remembered anything. */
    @Override
    public SharedMemory nameVersions() throws RemoteException {
        synchronized (lock) {
            SharedMemory memory = versionMemory;
            if (memory == null) {
                try {
                    memory = NameVersions.create();
                    versions = NameVersions.writtenIn(memory);
                } catch (IOException e) {
                    throw new RemoteException("no memory for the versions of names: " + e.getMessage(), e);
                }
                versionMemory = memory;
            }
            return memory;
        }
    }

    private void checkMayAdd(Service added, @Nullable Service replaced) {
        if (replaced == null) {
            if (services.size() >= MAX_SERVICES) {
                throw new IllegalStateException(
                        "the context has too many services: name=" + added.name + " services=" + services.size());
            }
        } else if (added.uid != replaced.uid && added.uid != ROOT_UID && replaced.binder.isBinderAlive()) {
            throw new SecurityException("the name belongs to a service of another user: name=" + added.name + " owner="
                    + replaced.uid + " caller=" + added.uid);
        }
    }

    @Override
    public @Nullable IBinder checkService(String name) {
        ServiceNames.check(name);
        synchronized (lock) {
            Service service = services.get(name);
            return service == null ? null : service.binder;
        }
    }

    @Override
    public List<String> listServices() {
        synchronized (lock) {
            return List.copyOf(services.keySet());
        }
    }

    @Override
    public void addListener(String name, IServiceListener callback) throws RemoteException {
        ServiceNames.check(name);
        Listener listener = new Listener(name, callback);
        Service present;
        synchronized (lock) {
            if (listenerCount >= MAX_LISTENERS) {
                throw new IllegalStateException(
                        "too many listeners wait for services: name=" + name + " listeners=" + listenerCount);
            }
            callback.asBinder().linkToDeath(listener, 0);
            listeners.computeIfAbsent(name, key -> new ArrayList<>()).add(listener);
            listenerCount++;
            present = services.get(name);
        }
        if (present != null) {
            tell(listener, present.binder);
        }
    }

    @Override
    public void removeListener(String name, IServiceListener callback) {
        synchronized (lock) {
            Iterator<Listener> found = listeners.getOrDefault(name, List.of()).iterator();
            while (found.hasNext()) {
                Listener listener = found.next();
                if (listener.callback.asBinder().equals(callback.asBinder())) {
                    callback.asBinder().unlinkToDeath(listener, 0);
                    forget(listener);
                    return;
                }
            }
        }
    }

    /** Whether someone waits for the service of this name. */
    boolean isAwaited(String name) {
        synchronized (lock) {
            return listeners.containsKey(name);
        }
    }

    private void tell(Listener listener, IBinder service) {
        try {
            if (listener.callback.onServiceAdded(listener.name, service) == SendStatus.FULL) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "a listener does not read, it is not told of its service: name={0}",
                        listener.name);
            }
        } catch (DeadObjectException e) {
            listener.binderDied();
        } catch (RemoteException e) {
            LOGGER.log(System.Logger.Level.WARNING, "cannot tell a listener of its service: name=" + listener.name, e);
        }
    }

    /** Under the lock. */
    private void forget(Listener listener) {
        List<Listener> ofName = listeners.get(listener.name);
        if (ofName != null && ofName.remove(listener)) {
            listenerCount--;
            if (ofName.isEmpty()) {
                listeners.remove(listener.name);
            }
        }
    }

    /** A name and its service; compared by identity, so that a late death does not take the name of a successor. */
    private final class Service implements IBinder.DeathRecipient {
        private final String name;
        private final IBinder binder;
        private final int uid;

        Service(String name, IBinder binder, int uid) {
            this.name = name;
            this.binder = binder;
            this.uid = uid;
        }

        @Override
        public void binderDied() {
            synchronized (lock) {
                if (services.remove(name, this)) {
                    onChanged(name);
                }
            }
        }
    }

    /** One who waits for a service. */
    private final class Listener implements IBinder.DeathRecipient {
        private final String name;
        private final IServiceListener callback;

        Listener(String name, IServiceListener callback) {
            this.name = name;
            this.callback = callback;
        }

        @Override
        public void binderDied() {
            synchronized (lock) {
                forget(this);
            }
        }
    }
}
