package io.bindery.internal.driver;

/** A oneway call that waits because another one of its object is running: a copy of its record. */
final class QueuedOneway {
    final OnewayIn source;
    final Peer peer;
    final int length;
    final DriverParcel record = new DriverParcel();
    boolean namesObjects;

    /** Where it stood in the stream, if its transport wants to know when it was handled. */
    long position;

    QueuedOneway(OnewayIn source, Peer peer, int length) {
        this.source = source;
        this.peer = peer;
        this.length = length;
    }
}
