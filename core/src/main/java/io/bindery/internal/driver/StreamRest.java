package io.bindery.internal.driver;

/**
 * How long the receiver of a stream keeps its eyes off it after it has read all that was there. A receiver that is faster
 * than its sender and looks all the time takes each cache line away from the sender while that still fills it, and both
 * then work at the pace at which a line goes to and fro. Some hundred nanoseconds later there are several records, in lines
 * that the sender has done with.
 *
 * <p>A rest is begun only after records were read, and is not repeated when it was for nothing: a record that comes alone is
 * seen at once. It grows as long as each look finds few records.
 *
 * <p><b>Threading:</b> that of the lane.
 */
final class StreamRest {
    private static final long SHORTEST_NS = 100;
    private static final long LONGEST_NS = 1_000;

    /** With so many records at each look, the lines of the stream are hardly ever fought for. */
    private static final int ENOUGH = 16;

    private long lengthNs;
    private long untilNs;
    private boolean resting;

    /** Whether no look has told yet when the rest ends. The clock is read then: the end of a stream may be in a hurry. */
    private boolean begins;

    /** Whether it is too early to look. */
    boolean isResting() {
        if (!resting) {
            return false;
        }
        long now = System.nanoTime();
        if (begins) {
            begins = false;
            untilNs = now + lengthNs;
        }
        return now - untilNs < 0;
    }

    /** The stream has been read to its end; {@code records} were read since the last time that was so. */
    void onEnd(int records) {
        if (records == 0) {
            resting = false;
            lengthNs = 0;
            return;
        }
        if (records < ENOUGH) {
            lengthNs = Math.clamp(2 * lengthNs, SHORTEST_NS, LONGEST_NS);
        }
        begins = true;
        resting = true;
    }
}
