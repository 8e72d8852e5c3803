package io.bindery.internal.driver;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a peer that this process holds: one proxy for each, and how many references have come. When a proxy is
 * closed or collected, all references that have come until then go back at once; one that is on its way at that moment
 * makes a new proxy, and the owner, which counts too, keeps the object.
 *
 * <p><b>Threading:</b> all methods synchronise on this.
 */
final class Proxies {
    /** A proxy that the collector may take, and what it stands for. */
    private static final class Held extends WeakReference<BpBinder> {
        final Proxies proxies;
        final int handle;
        int references;

        Held(Proxies proxies, int handle, BpBinder proxy, ReferenceQueue<BpBinder> queue) {
            super(proxy, queue);
            this.proxies = proxies;
            this.handle = handle;
        }
    }

    private final Peer peer;
    private final ReferenceQueue<BpBinder> collected;
    private final Map<Integer, Held> held = new HashMap<>();

    Proxies(Peer peer, ReferenceQueue<BpBinder> collected) {
        this.peer = peer;
        this.collected = collected;
    }

    /** Gives references back whose proxies were collected. Called by the control thread now and then. */
    static void drain(ReferenceQueue<BpBinder> collected) {
        Object next;
        while ((next = collected.poll()) != null) {
            Held entry = (Held) next;
            entry.proxies.giveBack(entry);
        }
    }

    /** A reference has come: returns the one proxy of that object. */
    synchronized BpBinder receive(int handle, BBinder.@Nullable Token token) {
        Held entry = held.get(handle);
        BpBinder proxy = entry == null ? null : entry.get();
        if (entry == null || proxy == null || proxy.isClosed()) {
            int references = entry == null ? 0 : entry.references;
            proxy = new BpBinder(peer, handle, token);
            entry = new Held(this, handle, proxy, collected);
            entry.references = references;
            held.put(handle, entry);
        }
        entry.references++;
        return proxy;
    }

    /** A proxy was closed. If a reference has come since, another one has taken its place, and its references. */
    void close(BpBinder proxy) {
        Held entry;
        synchronized (this) {
            entry = held.get(proxy.handle);
        }
        if (entry != null && entry.refersTo(proxy)) {
            giveBack(entry);
        }
    }

    private void giveBack(Held entry) {
        int references;
        synchronized (this) {
            // Another proxy may have taken its place, and its references with it.
            if (!held.remove(entry.handle, entry)) {
                return;
            }
            references = entry.references;
        }
        peer.sendRelease(entry.handle, references);
    }

    /** The proxy of an object, if it is in use. */
    synchronized @Nullable BpBinder find(int handle) {
        Held entry = held.get(handle);
        return entry == null ? null : entry.get();
    }

    /** The proxies that are in use, for the notice of their owner's death. */
    synchronized List<BpBinder> inUse() {
        List<BpBinder> proxies = new ArrayList<>();
        for (Held entry : held.values()) {
            BpBinder proxy = entry.get();
            if (proxy != null) {
                proxies.add(proxy);
            }
        }
        return proxies;
    }

    synchronized void clear() {
        held.clear();
    }

    synchronized int count() {
        return held.size();
    }
}
