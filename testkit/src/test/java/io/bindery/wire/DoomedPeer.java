package io.bindery.wire;

import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.system.Hub;
import io.bindery.system.Transactions;
import io.bindery.system.Workers;
import io.bindery.system.World;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/** A JVM that says when it has come to a point, and goes no further: somebody will kill it there. */
public final class DoomedPeer {
    static final String NAME = "doomed";
    static final int NEVER = 1;
    static final int ECHO = 2;

    /** Where it stops. */
    enum Moment {
        BEFORE_THE_HELLO,
        AMID_THE_HELLO,
        AFTER_THE_WELCOME,
        AFTER_THE_DESCRIPTOR_WAS_SENT,
        WITH_A_CALL_CLAIMED,
        WITH_A_ONEWAY_CALL_CLAIMED,
        WHILE_IT_WAITS_FOR_A_REPLY,
        WHILE_IT_SERVES,
        WHILE_PARKED
    }

    private DoomedPeer() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        Moment moment = Moment.valueOf(arguments[1]);
        switch (moment) {
            case BEFORE_THE_HELLO, AMID_THE_HELLO, AFTER_THE_WELCOME, AFTER_THE_DESCRIPTOR_WAS_SENT ->
                speak(new RawPeer(home.resolve(World.CONTEXT), String.valueOf(701 + moment.ordinal())), moment);
            default -> call(home, moment);
        }
    }

    private static void stop() throws Exception {
        System.out.println("now");
        Workers.await(new CountDownLatch(1));
    }

    private static void speak(RawPeer peer, Moment moment) throws Exception {
        RawSocket socket = peer.connect(Attacked.ENDPOINT);
        byte[] hello = peer.hello(Wire.HELLO);
        if (moment == Moment.AMID_THE_HELLO) {
            socket.send(java.util.Arrays.copyOf(hello, 20));
        } else if (moment != Moment.BEFORE_THE_HELLO) {
            socket.send(hello);
            socket.expect(Wire.WELCOME);
        }
        if (moment == Moment.AFTER_THE_DESCRIPTOR_WAS_SENT) {
            RawOutbox outbox = RawOutbox.create(Wire.SYNC_RING_BYTES);
            socket.send(Wire.message(Wire.OPEN_LANE, 1, Wire.SYNC, Wire.SYNC_RING_BYTES), outbox.descriptor);
        }
        stop();
    }

    private static void call(Path home, Moment moment) throws Exception {
        BinderContext context = BinderContext.builder(World.CONTEXT).home(home).open();
        CountDownLatch serving = new CountDownLatch(1);
        Hub.put(context, NAME, Transactions.object((code, data, reply) -> {
            if (code == NEVER) {
                serving.countDown();
                Workers.await(new CountDownLatch(1));
            }
            reply.writeLong(data.readLong());
        }));
        BinderProxy other = (BinderProxy) Objects.requireNonNull(Hub.get(context, "survivor"));
        switch (moment) {
            case WITH_A_CALL_CLAIMED -> {
                Call call = other.newCall(ECHO, 0, 8);
                call.data().writeLong(1);
                stop();
            }
            case WITH_A_ONEWAY_CALL_CLAIMED -> {
                Call call = other.newOnewayCall(ECHO, 0, 8);
                call.data().writeLong(1);
                stop();
            }
            case WHILE_IT_WAITS_FOR_A_REPLY -> {
                System.out.println("now"); // the survivor says when the call has come
                Transactions.run(other, NEVER, data -> {});
            }
            case WHILE_IT_SERVES -> {
                System.out.println("now"); // the survivor calls, and we say when that has come
                serving.await();
                stop();
            }
            default -> stop();
        }
    }
}
