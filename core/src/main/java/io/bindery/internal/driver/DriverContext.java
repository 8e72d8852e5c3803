package io.bindery.internal.driver;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.Call;
import io.bindery.ContextManagerProvider;
import io.bindery.ContextOptions;
import io.bindery.DeadObjectException;
import io.bindery.FrozenInfo;
import io.bindery.IBinder;
import io.bindery.OnewayCounts;
import io.bindery.OnewayListener;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.internal.control.ControlThread;
import io.bindery.internal.linux.Native;
import io.bindery.internal.linux.Processes;
import io.bindery.transport.Endpoint;
import io.bindery.transport.InstanceId;
import io.bindery.transport.Offer;
import io.bindery.transport.Session;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.SessionListener;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link BinderContext}: its threads, its transport, and its peers. */
public final class DriverContext extends BinderContext implements SessionAcceptor {
    private static final long HOUSEKEEPING_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MANAGER_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long DUPLICATE_WAIT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long DUPLICATE_RETRY_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long CALLS_END_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ContextOptions options;
    private final @Nullable ContextDirectory directory;
    private final ContextDirectory.@Nullable Place place;
    private final InstanceId instance = InstanceId.random();
    private final ExportedNodes nodes = new ExportedNodes();
    private final ReferenceQueue<BpBinder> collected = new ReferenceQueue<>();
    private final ReferenceQueue<DriverMemory> collectedMemory = new ReferenceQueue<>();
    private final Loopers loopers;
    private final ControlThread control;
    private final Transports transports;
    private final @Nullable ContextEndpoints endpoints;
    private final DirectPeers directPeers;
    private final @Nullable BBinder manager;
    private final Object peersLock = new Object();
    private final Map<InstanceId, Peer> peersByInstance = new ConcurrentHashMap<>();
    private final Map<String, Peer> peersByPlace = new ConcurrentHashMap<>();
    private final Set<String> connecting = new HashSet<>();
    private final Freezer freezer;
    private final OnewayCounters onewayCounters = new OnewayCounters();
    private volatile @Nullable OnewayListener onewayListener;
    private volatile boolean closed;

    private DriverContext(ContextOptions options, List<TransportProvider> builtIn) throws IOException {
        this.options = options;
        Native.requireAccess();
        boolean standsAlone = options.transports().isEmpty();
        directory = standsAlone ? null : ContextDirectory.open(options.home(), options.name());
        List<ContextManagerProvider> providers =
                ServiceLoader.load(ContextManagerProvider.class, DriverContext.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        place = directory == null ? null : directory.take(!providers.isEmpty());
        ThreadFactory factory = options.threadFactory();
        ThreadFactory threads = factory == null ? LooperThread::new : factory;
        loopers = new Loopers(options.name(), options.waitStrategy(), options.looperThreads(), threads, options.cpus());
        freezer = new Freezer(peersByInstance::values, loopers);
        ControlThread started = null;
        Transports made = null;
        try {
            started = new ControlThread(threads, "bindery-" + options.name() + "-control", loopers);
            control = started;
            loopers.setControl(control);
            Binder hosted =
                    place != null && place.isManager() ? providers.getFirst().create(this) : null;
            manager = hosted == null ? null : BinderAccess.get().node(hosted);
            made = new Transports(new TransportServices(control, instance, options.limits(), threads), builtIn);
            transports = made;
            directPeers = new DirectPeers(this, transports);
            endpoints = directory == null ? null : new ContextEndpoints(transports, directory);
            if (endpoints != null && place != null) {
                endpoints.listen(options.transports(), place, this);
            }
            control.schedule(HOUSEKEEPING_NS, this::keepHouse);
        } catch (IOException | RuntimeException | Error e) {
            if (made != null) {
                made.close();
            }
            if (started != null) {
                started.close();
            }
            if (made != null) {
                made.dispose();
            }
            if (directory != null && place != null) {
                directory.leave(place);
            }
            throw e;
        }
    }

    /** See {@link BinderContext.Builder#open()}. */
    public static DriverContext open(ContextOptions options, List<TransportProvider> builtIn) throws IOException {
        return new DriverContext(options, builtIn);
    }

    private void keepHouse() {
        Proxies.drain(collected);
        MemoryImports.drain(collectedMemory);
        peersByInstance.values().forEach(Peer::keepHouse);
        directPeers.all().forEach(Peer::keepHouse);
        transports.collect();
        if (!closed) {
            control.schedule(HOUSEKEEPING_NS, this::keepHouse);
        }
    }

    // ---- for the rest of the driver

    ContextOptions options() {
        return options;
    }

    Loopers loopers() {
        return loopers;
    }

    ExportedNodes nodes() {
        return nodes;
    }

    OnewayCounters onewayCounters() {
        return onewayCounters;
    }

    @Nullable
    OnewayListener onewayListener() {
        return onewayListener;
    }

    ReferenceQueue<BpBinder> collected() {
        return collected;
    }

    ReferenceQueue<DriverMemory> collectedMemory() {
        return collectedMemory;
    }

    @Nullable
    BBinder manager() {
        return manager;
    }

    // ---- for users

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public Path directory() {
        return inContext().path();
    }

    private ContextDirectory inContext() {
        ContextDirectory own = directory;
        if (own == null) {
            throw new IllegalStateException("the context stands alone, without a directory: name=" + options.name()
                    + "; open it with transports() that are not empty");
        }
        return own;
    }

    @Override
    public boolean isContextManager() {
        return manager != null;
    }

    @Override
    public IBinder getContextObject() throws RemoteException {
        checkOpen();
        Path where = directory();
        if (manager != null) {
            return manager.binder;
        }
        long deadline = System.nanoTime() + MANAGER_WAIT_NS;
        while (true) {
            try {
                return peerAt(ContextDirectory.MANAGER).proxies.receive(RecordHeader.ROOT_HANDLE, null);
            } catch (RemoteException e) {
                // It may be about to listen: its lock comes before its socket.
                if (System.nanoTime() - deadline >= 0) {
                    throw new RemoteException(
                            "no process hosts the service manager of this context: directory="
                                    + where + "; start one that opens the context with"
                                    + " io.bindery:bindery-servicemanager on its class or module path; "
                                    + e.getMessage(),
                            e);
                }
                LockSupport.parkNanos(RETRY_NS);
            }
        }
    }

    // ---- freezing

    Freezer freezer() {
        return freezer;
    }

    @Override
    public boolean freeze(int pid, Duration patience) throws RemoteException {
        if (pid == Processes.pid()) {
            return freezer.freeze(patience.toNanos(), ThreadState.current().serving());
        }
        try (Call call = driverOf(pid).newCall(DriverObject.FREEZE, 0, Integer.BYTES + Long.BYTES)) {
            call.data().writeBoolean(true);
            call.data().writeLong(patience.toNanos());
            return call.invoke().readBoolean();
        }
    }

    @Override
    public void unfreeze(int pid) throws RemoteException {
        if (pid == Processes.pid()) {
            freezer.unfreeze();
            return;
        }
        try (Call call = driverOf(pid).newCall(DriverObject.FREEZE, 0, Integer.BYTES + Long.BYTES)) {
            call.data().writeBoolean(false);
            call.data().writeLong(0);
            boolean ignored = call.invoke().readBoolean();
        }
    }

    @Override
    public FrozenInfo frozenInfo(int pid) throws RemoteException {
        if (pid == Processes.pid()) {
            return freezer.info();
        }
        try (Call call = driverOf(pid).newCall(DriverObject.FROZEN_INFO, 0, 0)) {
            Parcel result = call.invoke();
            return new FrozenInfo(result.readBoolean(), result.readBoolean(), result.readBoolean());
        }
    }

    /** The driver of another process of this context. */
    private BpBinder driverOf(int pid) throws RemoteException {
        for (Peer peer : peersByInstance.values()) {
            if (peer.pid == pid && !peer.isDead()) {
                return new BpBinder(peer, RecordHeader.DRIVER_HANDLE, null);
            }
        }
        for (String other : inContext().places()) {
            if (!other.equals(place()) && !peersByPlace.containsKey(other)) {
                try {
                    Peer peer = peerAt(other);
                    if (peer.pid == pid) {
                        return new BpBinder(peer, RecordHeader.DRIVER_HANDLE, null);
                    }
                } catch (RemoteException e) {
                    // Nobody listens there any more, or he wants no session: not the one that is looked for, or in
                    // vain.
                }
            }
        }
        throw new RemoteException("no process of this pid is in the context: pid=" + pid + " directory=" + directory());
    }

    @Override
    public IBinder connect(String address) throws RemoteException {
        checkOpen();
        return directPeers.connect(address);
    }

    @Override
    public Endpoint listen(String address, Binder root) throws IOException {
        checkOpen();
        return directPeers.listen(address, root);
    }

    @Override
    public void setThreadPoolMaxThreadCount(int most) {
        loopers.setMost(ContextOptions.checkLooperThreads(most));
    }

    @Override
    public int getThreadPoolMaxThreadCount() {
        return loopers.most();
    }

    @Override
    public void joinThreadPool() {
        checkOpen();
        loopers.joinPool();
    }

    @Override
    public void setOnewayListener(@Nullable OnewayListener listener) {
        onewayListener = listener;
    }

    @Override
    public OnewayCounts onewayCounts() {
        return onewayCounters.snapshot();
    }

    @Override
    public int doWork() {
        return loopers.doWork();
    }

    boolean isClosed() {
        return closed;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the context is closed: name=" + options.name());
        }
    }

    // ---- peers

    /** Returns the peer that has a place in this context; connects to it if there is no session yet. */
    private Peer peerAt(String place) throws RemoteException {
        ContextEndpoints own = endpoints;
        if (own == null || place.isEmpty()) {
            throw new RemoteException("the owner of the object and this process are not in one context");
        }
        long deadline = System.nanoTime() + DUPLICATE_WAIT_NS;
        String otherwise = "";
        while (true) {
            checkOpen();
            Peer known = peersByPlace.get(place);
            if (known != null && !known.isDead()) {
                return known;
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new RemoteException("no session with the process at place " + place + ": " + otherwise);
            }
            if (beginConnecting(place)) {
                try {
                    return connect(own, place);
                } catch (SessionRefusedException e) {
                    otherwise = String.valueOf(e.getMessage());
                    if (!e.isDuplicate()) {
                        throw new RemoteException(
                                "the process at place " + place + " refuses a session: " + otherwise, e);
                    }
                } finally {
                    endConnecting(place);
                }
            }
            awaitPeer(place);
        }
    }

    /** Returns false if there is a session, or another thread is about to open one. */
    private boolean beginConnecting(String place) {
        synchronized (peersLock) {
            Peer known = peersByPlace.get(place);
            return (known == null || known.isDead()) && connecting.add(place);
        }
    }

    private void endConnecting(String place) {
        synchronized (peersLock) {
            connecting.remove(place);
            peersLock.notifyAll();
        }
    }

    private Peer connect(ContextEndpoints own, String place) throws RemoteException, SessionRefusedException {
        Session session = own.connect(place, this);
        Peer peer = peersByInstance.get(session.peerInstance());
        if (peer == null) {
            throw new DeadObjectException("the session ended at once: " + session.closeReason());
        }
        return peer;
    }

    /**
     * Waits until somebody else's attempt has led to a session, for a moment only: if that session has ended again, or its
     * peer has died before it was open, we connect anew.
     */
    private void awaitPeer(String place) throws RemoteException {
        long deadline = System.nanoTime() + DUPLICATE_RETRY_NS;
        synchronized (peersLock) {
            Peer peer = peersByPlace.get(place);
            long left = deadline - System.nanoTime();
            while (!closed && (peer == null || peer.isDead()) && left > 0) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(peersLock, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new RemoteException("interrupted while waiting for a session", e);
                }
                peer = peersByPlace.get(place);
                left = deadline - System.nanoTime();
            }
        }
    }

    @Override
    public String place() {
        ContextDirectory.Place own = place;
        return own == null ? "" : own.name();
    }

    @Override
    public @Nullable Offer offer() {
        return manager == null ? null : manager.offer();
    }

    @Override
    public SessionListener onSession(Session session, boolean incoming) throws SessionRefusedException {
        InstanceId other = session.peerInstance();
        synchronized (peersLock) {
            if (closed) {
                throw new SessionRefusedException("the context is closed");
            }
            if (other.equals(instance)) {
                throw new SessionRefusedException("a process needs no session with itself");
            }
            checkEndpoint(session);
            Peer existing = peersByInstance.get(other);
            if (existing != null && !existing.isDead()) {
                throw new SessionRefusedException("there is a session between the two processes", true);
            }
            if (incoming && connecting.contains(session.peerPlace()) && instance.compareTo(other) < 0) {
                throw new SessionRefusedException("of two simultaneous sessions the other one is used", true);
            }
            Peer peer = new Peer(this, session, manager);
            peersByInstance.put(other, peer);
            peersByPlace.put(session.peerPlace(), peer);
            freezer.onPeer(peer);
            peersLock.notifyAll();
            return peer;
        }
    }

    /** What a peer says of its endpoint makes it the one that is found there: so the socket has to be its user's. */
    private void checkEndpoint(Session session) throws SessionRefusedException {
        ContextEndpoints own = endpoints;
        String theirs = session.peerPlace();
        if (own != null && !own.belongsTo(theirs, session)) {
            throw new SessionRefusedException("the peer has no socket of that name in the directory of the context:"
                    + " endpoint=" + theirs + " uid=" + session.peer().uid() + " directory=" + directory());
        }
    }

    void forget(Peer peer) {
        synchronized (peersLock) {
            directPeers.forget(peer);
            peersByInstance.remove(peer.instance, peer);
            peersByPlace.remove(peer.place(), peer);
        }
    }

    // ---- references by way of third parties

    /**
     * Returns the object that a token stands for: one of ours, or a proxy on a session with its owner. If the owner
     * cannot be reached, the proxy is a dead one.
     */
    IBinder redeem(InstanceId owner, String place, BBinder.Token token, int uid, int pid) {
        if (owner.equals(instance)) {
            BBinder own = nodes.find(token);
            return own == null ? new DeadBinder("the object is no longer exported") : own.binder;
        }
        try {
            Peer known = peersByInstance.get(owner);
            Peer peer = known == null ? peerAt(place) : known;
            if (!peer.instance.equals(owner) || peer.uid != uid) {
                return new DeadBinder("the owner is gone and another process has taken its place: place=" + place
                        + " pid=" + pid + " uid=" + uid);
            }
            try (Call call = new BpBinder(peer, RecordHeader.DRIVER_HANDLE, null)
                    .newCall(DriverObject.REDEEM, 0, 2 * Long.BYTES)) {
                call.data().writeLong(token.high());
                call.data().writeLong(token.low());
                IBinder object = call.invoke().readStrongBinder();
                return object == null ? new DeadBinder("the owner has let go of the object: pid=" + pid) : object;
            }
        } catch (RemoteException e) {
            return new DeadBinder("the owner cannot be reached: pid=" + pid + ": " + e.getMessage());
        }
    }

    // ---- the end

    @Override
    public void close() {
        List<Peer> peers;
        synchronized (peersLock) {
            if (closed) {
                return;
            }
            closed = true;
            List<Peer> all = new ArrayList<>(peersByInstance.values());
            all.addAll(directPeers.all());
            peers = List.copyOf(all);
            peersLock.notifyAll();
        }
        transports.close();
        loopers.close();
        if (loopers.join()) {
            freeMemory(peers);
        } else {
            // A handler closes its own context: it will look at its lane again when it returns.
            Thread last = new Thread(
                    () -> {
                        boolean ended = loopers.join();
                        if (ended) {
                            freeMemory(peers);
                        }
                    },
                    "bindery-" + options.name() + "-close");
            last.setDaemon(true);
            last.start();
        }
        try {
            if (directory != null && place != null) {
                directory.leave(place);
            }
        } catch (IOException e) {
            System.getLogger("io.bindery.driver")
                    .log(System.Logger.Level.WARNING, "the endpoint could not be removed: " + e.getMessage());
        }
    }

    private void freeMemory(List<Peer> peers) {
        control.close();
        peers.forEach(Peer::dropDescriptors);
        if (awaitCallers(peers)) {
            transports.dispose();
        } else {
            System.getLogger("io.bindery.driver")
                    .log(System.Logger.Level.WARNING, "memory stays mapped: a thread has not ended its call");
        }
    }

    /**
     * The threads whose calls were pending have been told that the session ended; waits until they have left the lanes.
     * Returns false if one has not: its memory must not go.
     */
    private static boolean awaitCallers(List<Peer> peers) {
        long deadline = System.nanoTime() + CALLS_END_NS;
        while (peers.stream().anyMatch(Peer::hasCallsInFlight)) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(RETRY_NS);
        }
        return true;
    }
}
