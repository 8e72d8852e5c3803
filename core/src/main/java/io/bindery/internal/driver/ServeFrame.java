package io.bindery.internal.driver;

/** The parcels of one handler; a thread has one frame for each level of nesting. */
final class ServeFrame {
    final DriverParcel request = new DriverParcel();
    final DriverParcel reply = new DriverParcel();

    /** Large buffers are not kept: a thread would hold one for each level for ever. */
    void trim() {
        request.trim();
        reply.trim();
    }
}
