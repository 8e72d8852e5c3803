package io.bindery.internal.mux;

/**
 * How many bytes of oneway records may be under way: what the receiver has not used yet lies in its inbox, so that a slow
 * object never stops the stream, on which replies travel too. A record that is larger than the window goes alone.
 */
public final class OnewayWindow {
    public static final int BYTES = 64 << 10;

    private static final int RECORD_OVERHEAD = 8;

    private OnewayWindow() {}

    /** What a record counts. Both sides count the same. */
    public static int cost(int length) {
        return length + RECORD_OVERHEAD + 7 & -8;
    }
}
