package io.bindery.system;

import io.bindery.BinderContext;
import io.bindery.RemoteException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** A process that offers an account in its old and in its new version. */
public final class EvolutionPeer {
    static final String OLD = "old account";
    static final String NEW = "new account";

    private EvolutionPeer() {}

    public static void main(String[] arguments) throws IOException, RemoteException {
        try (BinderContext context =
                BinderContext.builder(World.CONTEXT).home(Path.of(arguments[0])).open()) {
            offer(context);
            System.out.println("ready");
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }

    static void offer(BinderContext context) throws RemoteException {
        Hub.put(context, OLD, new OldAccount());
        Hub.put(context, NEW, new NewAccount());
    }

    private static final class OldAccount extends AccountV1Stub {
        @Override
        public Entry echo(Entry entry) {
            return entry;
        }

        @Override
        public Entry[] echoAll(Entry[] entries) {
            return entries;
        }

        @Override
        public void hint(long value) {}
    }

    private static final class NewAccount extends AccountV2Stub {
        private final AtomicLong total = new AtomicLong();

        @Override
        public Entry echo(Entry entry) {
            return entry;
        }

        @Override
        public Entry[] echoAll(Entry[] entries) {
            return entries;
        }

        @Override
        public void hint(long value) {
            total.addAndGet(value);
        }

        @Override
        public long total() {
            return total.get();
        }

        @Override
        public void touch() {
            total.incrementAndGet();
        }

        @Override
        public long doubled(long amount) {
            return 2 * amount + 1; // so that a caller can tell it from the default
        }
    }
}
