package io.bindery.internal.stream;

import io.bindery.IBinder;
import io.bindery.Parcel;

/** What the object of a stream understands, as {@code docs/protocol.md} numbers it. */
final class StreamCodes {
    static final String DESCRIPTOR = "io.bindery.IStream";
    static final int TOKEN = Parcel.interfaceToken(DESCRIPTOR);

    /** Arguments: bytes, not null. Result: none. */
    static final int WRITE = IBinder.FIRST_CALL_TRANSACTION;

    /** Arguments: i32, most bytes. Result: bytes, at least one; null at the end. */
    static final int READ = IBinder.FIRST_CALL_TRANSACTION + 1;

    /** No arguments, no result: nothing more will be written. */
    static final int END = IBinder.FIRST_CALL_TRANSACTION + 2;

    /** A piece is small enough for the ring, and large enough that a call for each costs little. */
    static final int PIECE_BYTES = 8 << 10;

    private StreamCodes() {}
}
