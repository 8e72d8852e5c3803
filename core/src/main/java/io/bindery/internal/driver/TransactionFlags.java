package io.bindery.internal.driver;

import io.bindery.IBinder;

/** The flags of a transaction. */
public final class TransactionFlags {
    /** All that there are. */
    static final int KNOWN = IBinder.FLAG_ONEWAY | IBinder.FLAG_CLEAR_BUF | IBinder.FLAG_UPDATE_TXN;

    private TransactionFlags() {}

    /**
     * Checks what a user gave.
     *
     * @throws IllegalArgumentException if there is an unknown flag, or one without the one that it needs
     */
    public static void check(int flags) {
        if ((flags & ~KNOWN) != 0) {
            throw new IllegalArgumentException(
                    "unknown flags: flags=0x" + Integer.toHexString(flags) + " known=0x" + Integer.toHexString(KNOWN));
        }
        if ((flags & IBinder.FLAG_UPDATE_TXN) != 0 && (flags & IBinder.FLAG_ONEWAY) == 0) {
            throw new IllegalArgumentException(
                    "FLAG_UPDATE_TXN is for oneway calls: flags=0x" + Integer.toHexString(flags));
        }
    }
}
