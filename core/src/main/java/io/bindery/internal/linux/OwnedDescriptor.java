package io.bindery.internal.linux;

import java.lang.ref.Cleaner;

/**
 * A descriptor with one owner. It is closed once: by {@link #close}, after the last use that was under way; or, if its
 * owner was forgotten, when that is collected.
 *
 * <p><b>Threading:</b> any thread. {@link #acquire} and {@link #release} bracket a use, so that a number that the kernel
 * has given to somebody else meanwhile is never used.
 */
public final class OwnedDescriptor implements AutoCloseable {
    static final Cleaner CLEANER = Cleaner.create();
    private static final int NONE = -1;

    /** What outlives the owner. */
    private static final class State implements Runnable {
        private int fd;
        private int uses;
        private boolean closing;

        State(int fd) {
            this.fd = fd;
        }

        /** Called when the owner was closed, or collected. */
        @Override
        public synchronized void run() {
            closing = true;
            closeIfUnused();
        }

        synchronized int acquire() {
            if (closing) {
                throw new IllegalStateException("the file descriptor is closed");
            }
            uses++;
            return fd;
        }

        synchronized void release() {
            uses--;
            if (closing) {
                closeIfUnused();
            }
        }

        synchronized int detach() {
            int taken = acquire();
            uses--;
            closing = true;
            fd = NONE;
            return taken;
        }

        synchronized boolean isOpen() {
            return !closing;
        }

        private void closeIfUnused() {
            if (uses == 0 && fd != NONE) {
                int closed = fd;
                fd = NONE;
                FileDescriptors.close(closed);
            }
        }
    }

    private final State state;
    private final Cleaner.Cleanable cleanable;

    /** Owns {@code fd} from now on. */
    public OwnedDescriptor(int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException("not a file descriptor: fd=" + fd);
        }
        state = new State(fd);
        cleanable = CLEANER.register(this, state);
    }

    /**
     * Begins a use; {@link #release} ends it.
     *
     * @throws IllegalStateException if the descriptor is closed
     */
    public int acquire() {
        return state.acquire();
    }

    public void release() {
        state.release();
    }

    /** Another descriptor for the same open file, which the caller owns. */
    public int dup() throws SystemCallException {
        int fd = acquire();
        try {
            return FileDescriptors.dup(fd);
        } finally {
            release();
        }
    }

    /** Gives the descriptor to the caller, who closes it. */
    public int detach() {
        return state.detach();
    }

    public boolean isOpen() {
        return state.isOpen();
    }

    /** Idempotent. */
    @Override
    public void close() {
        cleanable.clean();
    }
}
