package io.bindery.internal.mux;

import io.bindery.transport.OnewayReceiver;

/** The receiving end of a oneway lane whose records lie in an {@link OnewayInbox}. */
public abstract class InboxReceiver extends OnewayReceiver {
    protected final OnewayInbox inbox = new OnewayInbox();

    protected InboxReceiver() {}

    @Override
    public final long poll() {
        return inbox.isEmpty() ? EMPTY : inbox.take();
    }

    @Override
    public final long receivedAddress() {
        return inbox.address();
    }

    @Override
    public final long recordPosition() {
        return inbox.recordPosition();
    }

    @Override
    public final long position() {
        return inbox.position();
    }
}
