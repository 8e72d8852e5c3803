package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code struct timespec}: seconds and nanoseconds, 8 bytes each. */
final class Timespec {
    static final long BYTES = 16;
    static final int CLOCK_MONOTONIC = 1;

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final MethodHandle CLOCK_GETTIME = Native.criticalCall("clock_gettime", JAVA_INT, JAVA_INT, ADDRESS);

    private Timespec() {}

    /** Stores a duration. One below zero counts as zero: a deadline that has passed. */
    static void setDuration(MemorySegment timespec, long durationNs) {
        long ns = Math.max(0, durationNs);
        timespec.set(JAVA_LONG, 0, ns / NS_PER_SECOND);
        timespec.set(JAVA_LONG, 8, ns % NS_PER_SECOND);
    }

    /** Stores the instant of CLOCK_MONOTONIC that lies {@code durationNs} ahead. */
    static void setDeadline(MemorySegment timespec, long durationNs) {
        long ns = Math.max(0, durationNs);
        try {
            int ignored = (int) CLOCK_GETTIME.invokeExact(CLOCK_MONOTONIC, timespec);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        long seconds = timespec.get(JAVA_LONG, 0) + ns / NS_PER_SECOND;
        long fraction = timespec.get(JAVA_LONG, 8) + ns % NS_PER_SECOND;
        timespec.set(JAVA_LONG, 0, seconds + fraction / NS_PER_SECOND);
        timespec.set(JAVA_LONG, 8, fraction % NS_PER_SECOND);
    }
}
