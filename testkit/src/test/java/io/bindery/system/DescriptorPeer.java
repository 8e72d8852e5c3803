package io.bindery.system;

import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.ParcelFileDescriptor;
import io.bindery.RemoteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A JVM of its own whose object does things with descriptors, and which sends some when it is told to. */
public final class DescriptorPeer {
    static final int READ = 1;
    static final int WRITE = 2;
    static final int EXHAUST = 3;
    static final int RELIEVE = 4;
    static final int NEVER = 5;
    static final int OPEN = 6;

    private static final List<ParcelFileDescriptor> HOARD = new ArrayList<>();
    private static final Map<String, IBinder> FOUND = new HashMap<>();

    private DescriptorPeer() {}

    /** Arguments: where the context lies, and the name by which the object is found. */
    public static void main(String[] arguments) throws Exception {
        // A class in a folder cannot be loaded any more when no file can be opened.
        Class<?> ignored = Class.forName("io.bindery.internal.driver.DescriptorsLostException");
        try (BinderContext context =
                BinderContext.builder(World.CONTEXT).home(Path.of(arguments[0])).open()) {
            Hub.put(context, arguments[1], Transactions.object(DescriptorPeer::handle));
            System.out.println("ready");
            Scanner commands = new Scanner(System.in);
            while (commands.hasNextLine()) {
                String[] command = commands.nextLine().split(" ");
                System.out.println(
                        switch (command[0]) {
                            case "flood" -> flood(context, command[1]);
                            case "greet" -> greet(context, command[1]);
                            case "send" -> send(context, command[1]);
                            default -> "what?";
                        });
            }
        }
    }

    static void handle(int code, Parcel data, Parcel reply) throws RemoteException {
        switch (code) {
            case READ -> reply.writeString(read(data.readFileDescriptor()));
            case WRITE -> write(data.readFileDescriptor(), String.valueOf(data.readString()));
            case EXHAUST -> reply.writeInt(exhaust());
            case RELIEVE -> {
                HOARD.forEach(ParcelFileDescriptor::close);
                HOARD.clear();
            }
            case NEVER -> {
                IBinder started = data.readStrongBinderNonNull();
                Transactions.run(started, READ, parcel -> {});
                Workers.await(new CountDownLatch(1));
            }
            case OPEN -> {
                try (ParcelFileDescriptor opened = open(String.valueOf(data.readString()))) {
                    reply.writeFileDescriptor(opened);
                }
            }
            default -> throw new IllegalStateException("code=" + code);
        }
    }

    private static ParcelFileDescriptor open(String path) {
        try {
            return ParcelFileDescriptor.open(Path.of(path), ParcelFileDescriptor.MODE_READ_ONLY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads to the end, and closes. */
    static String read(@Nullable ParcelFileDescriptor file) {
        try (var stream = new ParcelFileDescriptor.AutoCloseInputStream(Objects.requireNonNull(file))) {
            return new String(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes, and closes. */
    static void write(@Nullable ParcelFileDescriptor file, String text) {
        try (var stream = new ParcelFileDescriptor.AutoCloseOutputStream(Objects.requireNonNull(file))) {
            stream.write(text.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int exhaust() {
        while (true) {
            try {
                HOARD.add(ParcelFileDescriptor.open(Path.of("/dev/null"), ParcelFileDescriptor.MODE_READ_ONLY));
            } catch (IOException e) {
                return HOARD.size();
            }
        }
    }

    /** Finds an object once: its process may not answer the next time. */
    private static IBinder find(BinderContext context, String name) throws RemoteException {
        IBinder known = FOUND.get(name);
        if (known == null) {
            known = Objects.requireNonNull(Hub.get(context, name));
            FOUND.put(name, known);
        }
        return known;
    }

    /** Sends oneway calls with sixteen descriptors each until one fails, and says why. */
    private static String flood(BinderContext context, String name) throws Exception {
        IBinder target = find(context, name);
        try (ParcelFileDescriptor file = open("/dev/null")) {
            for (int i = 0; i < 1000; i++) {
                Parcel data = Parcel.obtain();
                try {
                    for (int j = 0; j < 16; j++) {
                        data.writeFileDescriptor(file);
                    }
                    boolean ignored = target.transact(READ, data, null, IBinder.FLAG_ONEWAY);
                } finally {
                    data.recycle();
                }
            }
            return "nothing failed";
        } catch (RemoteException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Has the oneway lane opened. */
    private static String greet(BinderContext context, String name) throws Exception {
        Transactions.sendLong(find(context, name), RELIEVE, 0);
        return "sent";
    }

    private static String send(BinderContext context, String name) throws Exception {
        IBinder target = find(context, name);
        try (ParcelFileDescriptor file = open("/proc/self/comm")) {
            return String.valueOf(
                            Transactions.call(target, READ, data -> data.writeFileDescriptor(file), Parcel::readString))
                    .strip();
        }
    }
}
