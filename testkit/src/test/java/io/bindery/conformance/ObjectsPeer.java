package io.bindery.conformance;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.WorkSource;
import io.bindery.system.Hub;
import io.bindery.system.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Another JVM of these suites, and the object by which they direct it. It ends when its standard input does. */
public final class ObjectsPeer extends Binder {
    /** Arguments: a binder. Result: the same. */
    static final int ECHO = 1;

    /** Arguments: a binder, to be kept. */
    static final int HOLD = 2;

    /** Closes the proxies that are kept, and keeps nothing. */
    static final int LET_GO = 3;

    /** Keeps nothing, and collects garbage. */
    static final int FORGET = 4;

    /** Result: a new object, which only others keep alive. */
    static final int MAKE = 5;

    /** Result: how many objects that {@link #MAKE} made are still there after garbage was collected. */
    static final int ALIVE = 6;

    /** Arguments: a binder, its code. Calls it with one long, and returns the long that comes back. */
    static final int CALL = 7;

    /** Result: the caller's pid, uid, gid, and security context. */
    static final int CALLER = 8;

    /** Writes half a reply and throws. */
    static final int FAIL = 9;

    /** Arguments: bytes. Result: a new object and so many bytes. */
    static final int MAKE_WITH_BYTES = 10;

    /** Arguments: a binder. Links to its death. */
    static final int LINK = 11;

    /** Result: how often a recipient was told. */
    static final int DEATHS = 12;

    /** Arguments: a binder and its code, to be given an object of this process, which is kept alive there only. */
    static final int GIVE = 13;

    /** Result: the work source, and whether it is carried on. */
    static final int WORK_SOURCE = 14;

    /** Arguments: a binder, and whether to clear it first. Asks the binder for its {@link #WORK_SOURCE}. */
    static final int FORWARD_WORK_SOURCE = 15;

    /** Arguments: a binder, its code. Calls it oneway. */
    static final int SEND = 16;

    /** Arguments: how many binders, and these, to be kept. Result: the same. */
    static final int HOLD_ALL = 17;

    /** Arguments: a long, to be recorded; oneway too. {@link #RECORD_TOO} does the same. */
    static final int RECORD = 18;

    static final int RECORD_TOO = 19;

    /** Result: what was recorded, which is then forgotten. */
    static final int RECORDED = 20;

    /** Result: a {@link Subject}. */
    static final int SUBJECT = 21;

    /** Arguments: the subject of this process. Lets one of its handlers go on, whatever its other oneway calls wait for. */
    static final int RELEASE = 22;

    private final SubjectService subject;
    private final List<Long> recorded = new ArrayList<>();
    private final List<IBinder> held = new ArrayList<>();
    private final List<WeakReference<Binder>> made = new ArrayList<>();
    private final AtomicInteger deaths = new AtomicInteger();

    private ObjectsPeer(BinderContext context) {
        subject = new SubjectService(this::make, context);
        attachInterface(null, "io.bindery.conformance.Peer");
        setExtension(new Binder());
    }

    public static void main(String[] arguments) throws IOException, RemoteException {
        try (BinderContext context = BinderContext.builder(World.CONTEXT)
                .home(Path.of(arguments[0]))
                .transports(arguments[2])
                .open()) {
            Hub.put(context, arguments[1], new ObjectsPeer(context));
            System.out.println("ready");
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public @Nullable String getTransactionName(int code) {
        return code == LAST_CALL_TRANSACTION - 1 ? "unheardOf" : null;
    }

    @Override
    protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        if (code == RECORD || code == RECORD_TOO) {
            record(data.readLong());
            return true;
        }
        if (code > LAST_CALL_TRANSACTION || reply == null) {
            return super.onTransact(code, data, reply, flags);
        }
        switch (code) {
            case ECHO -> reply.writeStrongBinder(data.readStrongBinder());
            case HOLD -> hold(data.readStrongBinderNonNull());
            case HOLD_ALL -> {
                for (int left = data.readInt(); left > 0; left--) {
                    IBinder binder = data.readStrongBinderNonNull();
                    hold(binder);
                    reply.writeStrongBinder(binder);
                }
            }
            case RECORDED -> reply.writeLongArray(takeRecorded());
            case LET_GO -> letGo();
            case FORGET -> forget();
            case MAKE -> reply.writeStrongBinder(make());
            case ALIVE -> reply.writeInt(alive());
            case CALL -> reply.writeLong(call(data.readStrongBinderNonNull(), data.readInt(), data.readLong()));
            case CALLER -> {
                reply.writeInt(getCallingPid());
                reply.writeInt(getCallingUid());
                reply.writeInt(getCallingGid());
                reply.writeString(getCallingSid());
            }
            case WORK_SOURCE -> {
                reply.writeLong(getCallingWorkSource());
                reply.writeBoolean(shouldPropagateWorkSource());
            }
            case FORWARD_WORK_SOURCE -> forwardWorkSource(data, reply);
            case SEND -> send(data.readStrongBinderNonNull(), data.readInt());
            case FAIL -> {
                reply.writeLong(1);
                reply.writeStrongBinder(make());
                throw new IllegalStateException("half way");
            }
            case MAKE_WITH_BYTES -> {
                int length = data.readInt();
                reply.writeStrongBinder(make());
                reply.writeByteArray(new byte[length]);
            }
            case LINK -> data.readStrongBinderNonNull().linkToDeath(deaths::incrementAndGet, 0);
            case DEATHS -> reply.writeInt(deaths.get());
            case SUBJECT -> reply.writeStrongBinder(subject);
            case RELEASE -> ((SubjectService) data.readStrongBinderNonNull()).release(1);
            case GIVE -> give(data.readStrongBinderNonNull(), data.readInt());
            case FIRST_CALL_TRANSACTION + 100, LAST_CALL_TRANSACTION -> reply.writeInt(code);
            default -> {
                return false;
            }
        }
        return true;
    }

    private synchronized void hold(IBinder binder) {
        held.add(binder);
    }

    private synchronized void record(long value) {
        recorded.add(value);
    }

    private synchronized long[] takeRecorded() {
        long[] values = recorded.stream().mapToLong(Long::longValue).toArray();
        recorded.clear();
        return values;
    }

    private synchronized void letGo() {
        for (IBinder binder : held) {
            if (binder instanceof BinderProxy proxy) {
                proxy.close();
            }
        }
        held.clear();
    }

    private synchronized void forget() {
        held.clear();
        System.gc();
    }

    private synchronized Binder make() {
        Binder binder = new Binder();
        made.add(new WeakReference<>(binder));
        return binder;
    }

    private synchronized int alive() {
        System.gc();
        return (int) made.stream().filter(object -> !object.refersTo(null)).count();
    }

    static long call(IBinder target, int code, long argument) throws RemoteException {
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        try {
            data.writeLong(argument);
            boolean known = target.transact(code, data, reply, 0);
            reply.readException();
            return known ? reply.readLong() : -1;
        } finally {
            data.recycle();
            reply.recycle();
        }
    }

    private static void forwardWorkSource(Parcel data, Parcel reply) throws RemoteException {
        IBinder target = data.readStrongBinderNonNull();
        if (data.readBoolean()) {
            WorkSource ignored = clearCallingWorkSource();
        }
        Parcel arguments = Parcel.obtain();
        Parcel result = Parcel.obtain();
        try {
            boolean ignored = target.transact(WORK_SOURCE, arguments, result, 0);
            result.readException();
            reply.writeLong(result.readLong());
        } finally {
            arguments.recycle();
            result.recycle();
        }
    }

    private static void send(IBinder target, int code) throws RemoteException {
        Parcel data = Parcel.obtain();
        try {
            boolean ignored = target.transact(code, data, null, FLAG_ONEWAY);
        } finally {
            data.recycle();
        }
    }

    private void give(IBinder target, int code) throws RemoteException {
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        try {
            data.writeStrongBinder(make());
            boolean ignored = target.transact(code, data, reply, 0);
            reply.readException();
        } finally {
            data.recycle();
            reply.recycle();
        }
    }

    // ---- dump and shell

    /** {@code lines N}, {@code refuse}, {@code fail}, or {@code never}. */
    @Override
    protected void dump(PrintWriter out, String[] arguments) {
        switch (arguments[0]) {
            case "lines" -> {
                for (int line = 0; line < Integer.parseInt(arguments[1]); line++) {
                    out.println("line " + line);
                }
            }
            case "refuse" -> throw new SecurityException("not for you");
            case "fail" -> {
                out.println("so far");
                throw new IllegalStateException("no further");
            }
            case "never" -> {
                out.println("begun");
                out.flush();
                synchronized (this) {
                    while (true) {
                        try {
                            wait();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                }
            }
            default -> out.println(String.join(",", arguments));
        }
    }

    /** Copies input to output, names its arguments as complaints, and returns how many there are. */
    @Override
    protected int handleShellCommand(InputStream in, OutputStream out, OutputStream err, String[] arguments) {
        try {
            in.transferTo(out);
            err.write(Objects.toString(List.of(arguments)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return -1;
        }
        return arguments.length;
    }
}
