package io.bindery.system;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.IBinder;
import io.bindery.Parcel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Scanner;

/** A JVM that opens a context, uses it and closes it, as often as it is told; and says when it leaks. */
public final class CyclingPeer {
    /** How many sessions come and go before those that are counted. */
    static final int WARM_UP = 50;

    private CyclingPeer() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        System.out.println("ready");
        try (Scanner commands = new Scanner(System.in)) {
            while (commands.hasNextInt()) {
                int times = commands.nextInt();
                cycle(home, WARM_UP);
                Footprint before = Footprint.take();
                System.out.println("warm");
                cycle(home, times);
                before.awaitReturn();
                System.out.println("threads=" + Footprint.threads(World.CONTEXT));
            }
        }
    }

    private static void cycle(Path home, int times) throws Exception {
        Binder back = Transactions.object((code, data, reply) -> reply.writeLong(data.readLong()));
        for (int i = 0; i < times; i++) {
            try (BinderContext context =
                    BinderContext.builder(World.CONTEXT).home(home).open()) {
                IBinder remote = Objects.requireNonNull(Hub.get(context, "relay"));
                int argument = i;
                long echoed = Transactions.<Long>call(
                        remote,
                        1,
                        data -> {
                            data.writeStrongBinder(back);
                            data.writeLong(argument);
                        },
                        Parcel::readLong);
                if (echoed != i) {
                    throw new AssertionError("echoed=" + echoed + " expected=" + i);
                }
                Transactions.sendLong((BinderProxy) remote, 2, i);
            }
        }
    }
}
