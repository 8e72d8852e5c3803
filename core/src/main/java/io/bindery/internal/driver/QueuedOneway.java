package io.bindery.internal.driver;

/** A oneway call that waits because another one of its object is running: a copy of its arguments. */
final class QueuedOneway {
    final OnewayIn source;
    final Peer peer;
    final int code;
    final int flags;
    final DriverParcel arguments = new DriverParcel();

    QueuedOneway(OnewayIn source, Peer peer, int code, int flags) {
        this.source = source;
        this.peer = peer;
        this.code = code;
        this.flags = flags;
    }
}
