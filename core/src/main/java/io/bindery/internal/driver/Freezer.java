package io.bindery.internal.driver;

import io.bindery.FrozenInfo;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether this process serves calls. While it is frozen, the tables of its handles are hidden: a sync call finds no
 * object, which costs those that are served nothing, and a oneway call waits. Its peers are told, so that they do not even
 * send calls; it need not run to refuse them.
 *
 * <p><b>Threading:</b> any thread.
 */
final class Freezer {
    private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Supplier<Collection<Peer>> peers;
    private final Loopers loopers;

    /** Lanes that have something to serve when the process thaws. */
    private final Set<OnewayIn> waiting = ConcurrentHashMap.newKeySet();

    private final Object lock = new Object();
    private volatile boolean frozen;
    private volatile boolean syncReceived;
    private volatile boolean asyncReceived;

    Freezer(Supplier<Collection<Peer>> peers, Loopers loopers) {
        this.peers = peers;
        this.loopers = loopers;
    }

    boolean isFrozen() {
        return frozen;
    }

    FrozenInfo info() {
        return new FrozenInfo(frozen, syncReceived, asyncReceived);
    }

    /** A sync call was refused, here or by its caller. */
    void onSyncRefused() {
        syncReceived = true;
    }

    /** A oneway call has come and waits. */
    void onOnewayHeld(OnewayIn lane) {
        asyncReceived = true;
        waiting.add(lane);
    }

    /** {@code lane} has nothing to serve any more. */
    void forget(OnewayIn lane) {
        waiting.remove(lane);
    }

    /**
     * Freezes this process, unless sync calls that it serves have not ended by then.
     *
     * @param except the lane of the call that asks for it
     * @return whether it is frozen; otherwise all is as before
     */
    boolean freeze(long patienceNs, @Nullable CallLane except) {
        synchronized (lock) {
            if (frozen) {
                return true;
            }
            syncReceived = false;
            asyncReceived = false;
            frozen = true;
            peers.get().forEach(peer -> peer.exports.hideWhile(this));
            if (!awaitHandlers(patienceNs, except)) {
                frozen = false;
                peers.get().forEach(peer -> peer.exports.hideWhile(this));
                thaw();
                return false;
            }
            peers.get().forEach(peer -> peer.sendFrozen(true));
            return true;
        }
    }

    private boolean awaitHandlers(long patienceNs, @Nullable CallLane except) {
        long deadline = System.nanoTime() + patienceNs;
        do {
            // First: a looper that has just found its object may not have been seen to lease its lane yet.
            LockSupport.parkNanos(LOOK_EVERY_NS);
            if (peers.get().stream().noneMatch(peer -> peer.servesCalls(except))) {
                return true;
            }
        } while (System.nanoTime() - deadline < 0);
        return false;
    }

    /** Serves calls again, first those that wait, in the order in which they came. */
    void unfreeze() {
        synchronized (lock) {
            if (frozen) {
                frozen = false;
                peers.get().forEach(peer -> peer.exports.hideWhile(this));
                peers.get().forEach(peer -> peer.sendFrozen(false));
                thaw();
            }
        }
    }

    private void thaw() {
        List<OnewayIn> lanes = List.copyOf(waiting);
        lanes.forEach(waiting::remove);
        lanes.forEach(loopers::attend);
    }

    /** A session has begun. */
    void onPeer(Peer peer) {
        if (frozen) {
            peer.exports.hideWhile(this);
            peer.sendFrozen(true);
            if (!frozen) {
                peer.sendFrozen(false); // who thaws the process may have said so before the line above
            }
        }
    }
}
