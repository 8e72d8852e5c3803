package io.bindery.internal.driver;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects of this process that any peer holds, by the token that stands for them on their way through third parties. */
final class ExportedNodes {
    private static final class Entry {
        final BBinder node;
        int peers;

        Entry(BBinder node) {
            this.node = node;
        }
    }

    private final Map<BBinder.Token, Entry> byToken = new HashMap<>();

    synchronized void retain(BBinder node) {
        byToken.computeIfAbsent(node.token(), token -> new Entry(node)).peers++;
    }

    synchronized void release(BBinder node) {
        Entry entry = byToken.get(node.token());
        if (entry != null && --entry.peers == 0) {
            byToken.remove(node.token());
        }
    }

    synchronized @Nullable BBinder find(BBinder.Token token) {
        Entry entry = byToken.get(token);
        return entry == null ? null : entry.node;
    }

    synchronized int count() {
        return byToken.size();
    }
}
