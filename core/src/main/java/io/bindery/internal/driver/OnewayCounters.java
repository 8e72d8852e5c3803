package io.bindery.internal.driver;

import io.bindery.OnewayCounts;
import java.util.concurrent.atomic.AtomicLong;

/** What became of a context's oneway calls, and of those of its peers. Any thread. */
final class OnewayCounters {
    final AtomicLong failed = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong suspected = new AtomicLong();
    final AtomicLong refusedByPeers = new AtomicLong();
    final AtomicLong suspectedByPeers = new AtomicLong();

    OnewayCounts snapshot() {
        return new OnewayCounts(
                failed.get(), refused.get(), suspected.get(), refusedByPeers.get(), suspectedByPeers.get());
    }
}
