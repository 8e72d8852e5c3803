package io.bindery.internal.driver;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What somebody is to be told of oneway calls: those that could not be run, and that their sender is suspected of spamming.
 * Equal reports are one with a count, so that a flood of calls makes no flood of reports.
 *
 * <p><b>Threading:</b> guarded by its user.
 */
final class OnewayReports {
    /** In a report that stands for many: no handle of an object is negative but the driver's. */
    static final int VARIOUS = -1;

    private static final int MOST_DISTINCT = 64;

    /** Calls for one object that failed for one reason, a {@link ReplyStatus}. */
    private record Refused(int handle, int code, int reason) {}

    private final Map<Refused, Integer> refused = new LinkedHashMap<>();
    private long[] suspected = {};

    void addRefused(int handle, int code, int reason, int calls) {
        Refused key = new Refused(handle, code, reason);
        if (refused.size() >= MOST_DISTINCT && !refused.containsKey(key)) {
            key = new Refused(VARIOUS, 0, reason);
        }
        refused.merge(key, calls, (before, more) -> (int) Math.min(Integer.MAX_VALUE, (long) before + more));
    }

    void setSuspected(int handle, int calls, int bytes) {
        suspected = new long[] {pair(handle, calls), bytes};
    }

    boolean hasRefused() {
        return !refused.isEmpty();
    }

    boolean isSuspected() {
        return suspected.length != 0;
    }

    /** The entries of the message, which is then told. */
    long[] takeRefused() {
        long[] entries = new long[2 * refused.size()];
        int at = 0;
        for (Map.Entry<Refused, Integer> each : refused.entrySet()) {
            entries[at++] = pair(each.getKey().handle, each.getKey().code);
            entries[at++] = pair(each.getKey().reason, each.getValue());
        }
        refused.clear();
        return entries;
    }

    long[] takeSuspected() {
        long[] entries = suspected;
        suspected = new long[] {};
        return entries;
    }

    private static long pair(int low, int high) {
        return (low & 0xffff_ffffL) | (long) high << Integer.SIZE;
    }
}
