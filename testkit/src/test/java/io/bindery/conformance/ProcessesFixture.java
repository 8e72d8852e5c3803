package io.bindery.conformance;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.system.Eventually;
import io.bindery.system.Hub;
import io.bindery.system.Transactions;
import io.bindery.system.World;
import io.bindery.testkit.PeerJvm;
import io.bindery.testkit.transport.ConformanceReport;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** This JVM's context, and another JVM that is started once for a suite. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ConformanceReport.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ProcessesFixture {
    private static final AtomicInteger NAMES = new AtomicInteger();

    /** Where the contexts meet. */
    Path home;

    World world;
    BinderContext context;

    /** The object of the other JVM. */
    BinderProxy remote;

    private PeerJvm process;

    /** By what the processes of the suite reach each other. */
    String transport() {
        return "shm";
    }

    @BeforeAll
    void openProcesses(@TempDir Path directory) throws Exception {
        home = directory;
        world = new World(directory, transport());
        context = world.open();
        process = PeerJvm.start(ObjectsPeer.class, home.toString(), "peer", transport());
        remote = await(process, "peer");
    }

    @AfterAll
    void closeProcesses() {
        process.close();
        world.close();
    }

    int peerPid() {
        return process.pid();
    }

    /** One more JVM, for a test that ends it. */
    Started startAnother() throws RemoteException {
        String name = "peer-" + NAMES.incrementAndGet();
        PeerJvm started = PeerJvm.start(ObjectsPeer.class, home.toString(), name, transport());
        return new Started(started, await(started, name));
    }

    /** A JVM and its object. */
    record Started(PeerJvm process, BinderProxy object) implements AutoCloseable {
        @Override
        public void close() {
            process.close();
        }
    }

    private BinderProxy await(PeerJvm started, String name) throws RemoteException {
        String answer = started.answer();
        if (!answer.equals("ready")) {
            throw new IllegalStateException("the peer did not start: answer=" + answer);
        }
        BinderProxy object = (BinderProxy) Objects.requireNonNull(Hub.get(context, name));
        Hub.remove(context, name);
        return object;
    }

    /** The typed object of a JVM, given its other one. */
    static Subject subject(BinderProxy of) throws RemoteException {
        return SubjectStub.asInterface(
                Transactions.call(of, ObjectsPeer.SUBJECT, data -> {}, Parcel::readStrongBinderNonNull));
    }

    /** A subject of this JVM. */
    SubjectService newService() {
        return new SubjectService(Binder::new, context);
    }

    /** The same object as another context of this JVM sees it. */
    IBinder seenBy(BinderContext other, IBinder binder) throws RemoteException {
        String name = "seen-" + NAMES.incrementAndGet();
        Hub.put(context, name, binder);
        IBinder seen = Objects.requireNonNull(Hub.get(other, name));
        Hub.remove(context, name);
        return seen;
    }

    // ---- what the peer's object does

    @Nullable
    IBinder echo(@Nullable IBinder binder) throws RemoteException {
        return Transactions.call(
                remote, ObjectsPeer.ECHO, data -> data.writeStrongBinder(binder), Parcel::readStrongBinder);
    }

    static void tell(IBinder target, int code, IBinder... binders) throws RemoteException {
        Transactions.run(target, code, data -> {
            for (IBinder binder : binders) {
                data.writeStrongBinder(binder);
            }
        });
    }

    static BinderProxy make(IBinder target) throws RemoteException {
        return (BinderProxy) Transactions.call(target, ObjectsPeer.MAKE, data -> {}, Parcel::readStrongBinderNonNull);
    }

    static int ask(IBinder target, int code) throws RemoteException {
        return Transactions.call(target, code, data -> {}, Parcel::readInt);
    }

    /** Waits until no object that {@code target} made is held by anybody: the garbage of both processes is collected. */
    static void awaitFreed(IBinder target) {
        eventually("all objects are given back", () -> {
            System.gc();
            return ask(target, ObjectsPeer.ALIVE) == 0;
        });
    }

    /**
     * Waits until an object of this process can no longer be reached: neither its users nor the driver hold it, and the
     * peer has collected its garbage.
     */
    void awaitFreed(WeakReference<?> object) {
        eventually("the object is free", () -> {
            System.gc();
            int ignored = ask(remote, ObjectsPeer.ALIVE);
            return object.refersTo(null);
        });
    }

    /** What a condition may throw is an error of the test. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws RemoteException;
    }

    static void eventually(String what, Condition condition) {
        BooleanSupplier unchecked = () -> {
            try {
                return condition.holds();
            } catch (RemoteException e) {
                throw new AssertionError(what, e);
            }
        };
        Eventually.await(what, unchecked);
    }
}
