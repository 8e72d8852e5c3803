package io.bindery.system;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** A JVM that offers an object which says who calls it and where the arguments lie, and calls one like it. */
public final class OtherUserPeer {
    static final int WHO = 1;

    private OtherUserPeer() {}

    /** Says who calls, and whether the arguments are read where the caller wrote them. */
    static Binder object() {
        return Transactions.object((code, data, reply) -> {
            MemorySegment argument = Objects.requireNonNull(data.readSegment());
            reply.writeString("uid=" + Binder.getCallingUid() + " pid=" + Binder.getCallingPid() + " inPlace="
                    + liesInALane(argument.address()) + " length=" + argument.byteSize());
        });
    }

    static String call(BinderContext context, String name, int length) throws RemoteException {
        return String.valueOf(Transactions.call(
                Objects.requireNonNull(Hub.get(context, name)),
                WHO,
                data -> data.writeSegment(MemorySegment.ofArray(new byte[length])),
                Parcel::readString));
    }

    private static boolean liesInALane(long address) {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return mappings.filter(line -> line.contains("memfd:bindery-")).anyMatch(line -> {
                String[] range = line.substring(0, line.indexOf(' ')).split("-");
                return Long.compareUnsigned(Long.parseUnsignedLong(range[0], 16), address) <= 0
                        && Long.compareUnsigned(address, Long.parseUnsignedLong(range[1], 16)) < 0;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void main(String[] arguments) throws IOException, RemoteException {
        try (BinderContext context =
                BinderContext.builder(World.CONTEXT).home(Path.of(arguments[0])).open()) {
            Hub.put(context, arguments[1], object());
            System.out.println("manager=" + context.isContextManager());
            int command;
            while ((command = System.in.read()) >= 0) {
                if (command != '\n') {
                    System.out.println(call(context, "root", command == 's' ? 100 : 100_000));
                }
            }
        }
    }
}
