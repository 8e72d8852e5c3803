package io.bindery;

/**
 * What peers may use of this process; on by default, counted per uid or per session as said.
 *
 * @param sessionsPerUid sessions that the processes of one uid may hold
 * @param lanesPerSession lanes that a session may hold in each direction: the calls that can be in flight at once
 * @param parcelBytes largest arguments or result of one call, in bytes
 * @param onewayQueueBytes oneway calls of one session that wait because their object is busy, in bytes
 * @param descriptorsPerMessage file descriptors in the arguments or the result of one call, 1 to
 *     {@value #MOST_DESCRIPTORS}
 * @param handshakeMs how long a new connection may take to say who it is, in milliseconds
 */
public record Limits(
        int sessionsPerUid,
        int lanesPerSession,
        int parcelBytes,
        int onewayQueueBytes,
        int descriptorsPerMessage,
        int handshakeMs) {
    /** What {@link #descriptorsPerMessage} may be at most. */
    public static final int MOST_DESCRIPTORS = 253;

    /**
     * 2048 sessions per uid, 256 lanes, 1 MiB parcels, 512 KiB queued oneway, 16 descriptors, 10 s handshake: on a busy
     * machine two JVMs that have just started need more than one.
     */
    public static final Limits DEFAULT = new Limits(2048, 256, 1 << 20, 512 << 10, 16, 10_000);

    public Limits {
        require(sessionsPerUid >= 1, "sessionsPerUid", sessionsPerUid);
        require(lanesPerSession >= 1, "lanesPerSession", lanesPerSession);
        require(parcelBytes >= 4096 && parcelBytes <= 1 << 23, "parcelBytes", parcelBytes);
        require(onewayQueueBytes >= 0, "onewayQueueBytes", onewayQueueBytes);
        require(
                descriptorsPerMessage >= 1 && descriptorsPerMessage <= MOST_DESCRIPTORS,
                "descriptorsPerMessage",
                descriptorsPerMessage);
        require(handshakeMs >= 1, "handshakeMs", handshakeMs);
    }

    private static void require(boolean valid, String name, int value) {
        if (!valid) {
            throw new IllegalArgumentException("limit out of range: " + name + "=" + value);
        }
    }
}
