package io.bindery.system;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.bindery.BinderContext;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.SharedMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A JVM of its own that creates shared memory, and keeps what it is given. */
public final class MemoryPeer {
    static final int CREATE = 1;
    static final int KEEP = 2;
    static final long FIRST = 4711;

    private static final List<SharedMemory> KEPT = new ArrayList<>();

    private MemoryPeer() {}

    /** Arguments: where the context lies, and the name by which the object is found. */
    public static void main(String[] arguments) throws Exception {
        try (BinderContext context =
                BinderContext.builder(World.CONTEXT).home(Path.of(arguments[0])).open()) {
            Hub.put(context, arguments[1], Transactions.object(MemoryPeer::handle));
            System.out.println("ready");
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static void handle(int code, Parcel data, Parcel reply) throws RemoteException {
        switch (code) {
            case CREATE -> reply.writeSharedMemory(create(data.readLong()));
            case KEEP -> KEPT.add(Objects.requireNonNull(data.readSharedMemory()));
            default -> throw new IllegalStateException("code=" + code);
        }
    }

    private static SharedMemory create(long size) {
        try {
            SharedMemory memory = SharedMemory.create("made-there", size);
            memory.mapReadWrite().set(JAVA_LONG, 0, FIRST);
            KEPT.add(memory);
            return memory;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
