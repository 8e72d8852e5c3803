package io.bindery.transport;

import java.util.UUID;

/** 128 random bits that name one process in one context for as long as it is open there. */
public record InstanceId(long high, long low) implements Comparable<InstanceId> {
    /** Returns a new one. */
    public static InstanceId random() {
        UUID uuid = UUID.randomUUID();
        return new InstanceId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    @Override
    public int compareTo(InstanceId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
