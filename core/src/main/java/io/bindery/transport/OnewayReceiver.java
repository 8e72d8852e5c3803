package io.bindery.transport;

/**
 * The receiving end of a stream of oneway calls. {@link #poll} takes a record and goes on to the next; the record stays
 * in place until {@link #done}.
 */
public abstract class OnewayReceiver extends Lane {
    protected OnewayReceiver() {}

    /** Position of the record that {@link #poll} took last. */
    public abstract long recordPosition();

    /** Position behind the record that {@link #poll} took last. */
    public abstract long position();

    /**
     * All records before {@code position} have been used: their room goes back to the sender, in batches, or at once if
     * it waits for room.
     */
    public abstract void done(long position);

    /** As {@link #done}, at once. */
    public abstract void doneNow(long position);

    /**
     * Whether {@link #handled} has to be called, for a transport that keeps calls until then. It is asked once. Where it
     * does, {@link io.bindery.Binder#getCallingPosition} tells handlers the positions of their calls.
     */
    public boolean wantsHandled() {
        return false;
    }

    /**
     * The handler of the record at {@code recordPosition} has ended, or there will never be one. Any thread; in any order.
     */
    public void handled(long recordPosition) {}
}
