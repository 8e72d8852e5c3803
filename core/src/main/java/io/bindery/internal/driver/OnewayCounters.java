package io.bindery.internal.driver;

import io.bindery.OnewayCounts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What became of a context's oneway calls, and of those of its peers. Any thread. */
final class OnewayCounters {
    private static final int MOST_LOGGED_FAILURES = 10;

    final AtomicLong failed = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong suspected = new AtomicLong();
    final AtomicLong refusedByPeers = new AtomicLong();
    final AtomicLong suspectedByPeers = new AtomicLong();

    private final Map<Integer, Logs> logs = new ConcurrentHashMap<>();

    /** What may be logged of the calls of one user's processes. */
    record Logs(LogLimit failures, LogLimit refusals, LogLimit suspicions) {}

    /** What keeps a user's processes from filling the log: for each user, so that none hides what befalls another. */
    Logs logsOf(int uid) {
        return logs.computeIfAbsent(
                uid, user -> new Logs(new LogLimit(MOST_LOGGED_FAILURES), new LogLimit(1), new LogLimit(1)));
    }

    OnewayCounts snapshot() {
        return new OnewayCounts(
                failed.get(), refused.get(), suspected.get(), refusedByPeers.get(), suspectedByPeers.get());
    }
}
