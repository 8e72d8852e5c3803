package io.bindery.internal.stream;

import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.ParcelFileDescriptor;
import io.bindery.RemoteException;
import io.bindery.UnknownTransactionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * {@link IBinder#DUMP_TRANSACTION} and {@link IBinder#SHELL_COMMAND_TRANSACTION}, on both sides. Their streams travel as
 * objects of {@link StreamCodes}, so that they have no limit and a slow reader holds its writer up.
 */
public final class Diagnostics {
    /** How a stream travels; written before it. */
    private static final int AS_OBJECT = 1;

    private static final int AS_DESCRIPTOR = 2;

    private Diagnostics() {}

    /** What a handler does with the stream of a dump. */
    @FunctionalInterface
    public interface DumpHandler {
        void dump(OutputStream out, String[] arguments);
    }

    /** What a handler does with the streams of a shell command. */
    @FunctionalInterface
    public interface ShellHandler {
        int handle(InputStream in, OutputStream out, OutputStream err, String[] arguments);
    }

    // ---- the caller

    /** See {@link IBinder#dump(OutputStream, String...)}. */
    public static void dump(IBinder target, OutputStream out, String... arguments) throws RemoteException {
        OutputSink sink = new OutputSink(out, false);
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        try {
            writeStream(data, sink);
            data.writeArray(arguments, Parcel::writeString);
            transact(target, IBinder.DUMP_TRANSACTION, data, reply);
        } finally {
            sink.end();
            data.recycle();
            reply.recycle();
        }
        sink.checkFailure();
    }

    /** See {@link IBinder#dump(ParcelFileDescriptor, String...)}. */
    public static void dump(IBinder target, ParcelFileDescriptor out, String... arguments) throws RemoteException {
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        try {
            writeDump(data, out, arguments);
            transact(target, IBinder.DUMP_TRANSACTION, data, reply);
        } finally {
            data.recycle();
            reply.recycle();
        }
    }

    /** See {@link IBinder#dumpAsync(ParcelFileDescriptor, String...)}. */
    public static void dumpAsync(IBinder target, ParcelFileDescriptor out, String... arguments) throws RemoteException {
        Parcel data = Parcel.obtain();
        try {
            writeDump(data, out, arguments);
            boolean ignored = target.transact(IBinder.DUMP_TRANSACTION, data, null, IBinder.FLAG_ONEWAY);
        } finally {
            data.recycle();
        }
    }

    private static void writeDump(Parcel data, ParcelFileDescriptor out, String... arguments) {
        data.writeInt(AS_DESCRIPTOR);
        data.writeFileDescriptor(out);
        data.writeArray(arguments, Parcel::writeString);
    }

    /** See {@link IBinder#dumpAsync(OutputStream, String...)}. */
    public static void dumpAsync(IBinder target, OutputStream out, String... arguments) throws RemoteException {
        OutputSink sink = new OutputSink(out, true);
        Parcel data = Parcel.obtain();
        try {
            sink.watch(target);
            writeStream(data, sink);
            data.writeArray(arguments, Parcel::writeString);
            boolean ignored = target.transact(IBinder.DUMP_TRANSACTION, data, null, IBinder.FLAG_ONEWAY);
        } catch (RemoteException | RuntimeException e) {
            sink.end();
            throw e;
        } finally {
            data.recycle();
        }
    }

    /** See {@link IBinder#shellCommand}. */
    public static int shellCommand(
            IBinder target, InputStream in, OutputStream out, OutputStream err, String... arguments)
            throws RemoteException {
        InputSource source = new InputSource(in);
        OutputSink outSink = new OutputSink(out, false);
        OutputSink errSink = new OutputSink(err, false);
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        int result;
        try {
            writeStream(data, source);
            writeStream(data, outSink);
            writeStream(data, errSink);
            data.writeArray(arguments, Parcel::writeString);
            transact(target, IBinder.SHELL_COMMAND_TRANSACTION, data, reply);
            result = reply.readInt();
        } finally {
            source.end();
            outSink.end();
            errSink.end();
            data.recycle();
            reply.recycle();
        }
        outSink.checkFailure();
        errSink.checkFailure();
        return result;
    }

    private static void writeStream(Parcel data, IBinder stream) {
        data.writeInt(AS_OBJECT);
        data.writeStrongBinder(stream);
    }

    private static void transact(IBinder target, int code, Parcel data, Parcel reply) throws RemoteException {
        if (!target.transact(code, data, reply, 0)) {
            throw new UnknownTransactionException(
                    "the object answers no reserved transactions: its onTransact does not call that of Binder: code="
                            + code);
        }
        reply.readException();
    }

    // ---- the callee

    /** Serves {@link IBinder#DUMP_TRANSACTION}. */
    public static void serveDump(Parcel data, DumpHandler handler) throws RemoteException {
        try (OutputStream out = readOutput(data)) {
            handler.dump(out, readArguments(data));
        } catch (IOException e) {
            throw new RemoteException("the dump could not be sent: " + e.getMessage(), e);
        }
    }

    /** Serves {@link IBinder#SHELL_COMMAND_TRANSACTION}, and returns what the command returned. */
    public static int serveShellCommand(Parcel data, ShellHandler handler) throws RemoteException {
        try (InputStream in = readInput(data);
                OutputStream out = readOutput(data);
                OutputStream err = readOutput(data)) {
            return handler.handle(in, out, err, readArguments(data));
        } catch (IOException e) {
            throw new RemoteException("the command's output could not be sent: " + e.getMessage(), e);
        }
    }

    private static InputStream readInput(Parcel data) {
        return isObject(data)
                ? new RemoteInput(data.readStrongBinderNonNull())
                : new ParcelFileDescriptor.AutoCloseInputStream(Objects.requireNonNull(data.readFileDescriptor()));
    }

    private static OutputStream readOutput(Parcel data) {
        return isObject(data)
                ? new RemoteOutput(data.readStrongBinderNonNull())
                : new ParcelFileDescriptor.AutoCloseOutputStream(Objects.requireNonNull(data.readFileDescriptor()));
    }

    private static boolean isObject(Parcel data) {
        int kind = data.readInt();
        if (kind != AS_OBJECT && kind != AS_DESCRIPTOR) {
            throw new IllegalArgumentException("a stream of an unknown kind: kind=" + kind);
        }
        return kind == AS_OBJECT;
    }

    private static String[] readArguments(Parcel data) {
        return Objects.requireNonNull(
                data.readArray(String[]::new, parcel -> Objects.requireNonNull(parcel.readString())));
    }
}
