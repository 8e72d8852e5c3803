package io.bindery.bench.calls;

import io.bindery.Binder;
import io.bindery.RemoteException;
import io.bindery.SharedMemory;
import io.bindery.bench.rig.RoundTrip;
import java.io.IOException;

/** A call that names 1 MiB of shared memory, which neither side touches, and a long; a long out. */
public final class SharedMegabyte implements RoundTrip {
    private static final long BYTES = 1 << 20;

    private final RigService service;
    private final SharedMemory memory;
    private final long rest = BYTES + Binder.getCallingUid();
    private long next;

    public SharedMegabyte(RigService service) throws IOException {
        this.service = service;
        memory = SharedMemory.create("bindery-bench", BYTES);
    }

    @Override
    public String name() {
        return "shared-1m";
    }

    @Override
    public void exchange() throws RemoteException {
        long a = ++next;
        long sum = service.nameShared(memory, a);
        if (sum != a + rest) {
            throw new IllegalStateException("wrong sum: expected=" + (a + rest) + ", returned=" + sum);
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
