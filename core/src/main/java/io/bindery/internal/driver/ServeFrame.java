package io.bindery.internal.driver;

import org.jspecify.annotations.Nullable;

/** What a thread needs for one handler; it has one such frame for each level of nesting. */
final class ServeFrame {
    final DriverParcel request = new DriverParcel();
    final DriverParcel reply = new DriverParcel();

    /** What the thread was handling when this handler began; see {@link ThreadState}. */
    @Nullable
    Peer caller;

    @Nullable
    CallLane serving;

    @Nullable
    CallScope scope;

    long chain;

    @Nullable
    DriverContext chainContext;

    /** Lets go of what the last handler was called through. */
    void forgetLast() {
        caller = null;
        serving = null;
        chainContext = null;
        reply.forgetFrame();
    }

    /** Large buffers are not kept, a thread would hold one for each level for ever; what is sensitive is zeroed. */
    void endUse() {
        request.endUse();
        reply.endUse();
    }
}
