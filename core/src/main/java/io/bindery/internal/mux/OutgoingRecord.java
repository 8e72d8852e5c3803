package io.bindery.internal.mux;

import io.bindery.internal.memory.RecordBuffer;

/** A record and its header, on their way out. */
final class OutgoingRecord extends RecordBuffer {
    /** Bytes of it wait in the writer; stored under its lock. */
    volatile boolean waits;

    /** So many bytes are zeroed once they are out; 0 where nothing is. */
    int wipe;
}
