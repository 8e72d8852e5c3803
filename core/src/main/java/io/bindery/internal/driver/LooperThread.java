package io.bindery.internal.driver;

/** A thread of our own making; its state is a field, which is cheaper to find than a thread local. */
final class LooperThread extends Thread {
    /** Room for a chain of nested calls as deep as {@link ThreadState#MAX_DEPTH}; only what is used is backed. */
    private static final long STACK_BYTES = 32L << 20;

    final ThreadState state = new ThreadState(this);

    LooperThread(Runnable task) {
        super(null, task, "bindery", STACK_BYTES);
        setDaemon(true);
    }
}
