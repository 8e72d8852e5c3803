package io.bindery.internal.mux;

import org.jspecify.annotations.Nullable;

/** Where the records of one lane go as they come in. Called by whoever reads the stream, one thread at a time. */
interface RecordSink {
    /**
     * A record begins.
     *
     * @throws io.bindery.transport.ProtocolViolationException if no correct peer sends it now
     */
    void begin(int kind, int sequence, int length);

    /** Returns where bytes {@code from} to {@code to} of the payload go; those before stay where they are, or move along. */
    long place(int from, int to);

    /**
     * The record is whole.
     *
     * @param reader the lane for whose sake the stream is being read, or null
     */
    void end(@Nullable Object reader);
}
