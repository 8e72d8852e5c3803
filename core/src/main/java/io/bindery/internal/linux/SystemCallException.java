package io.bindery.internal.linux;

import java.io.IOException;

/**
 * A system call failed for a reason that lies in the environment or with a peer. The message names the call, the errno by
 * name and number, what was attempted, and, where one is known, the remedy:
 * {@code memfd_create failed: EMFILE (24, Too many open files); attempted: name=bindery-outbox size=36864; raise
 * RLIMIT_NOFILE}.
 */
public final class SystemCallException extends IOException {
    private static final long serialVersionUID = 1;

    private final String call;
    private final int errno;

    SystemCallException(String call, int errno, String attempted) {
        this(call, errno, attempted, Errno.advice(errno));
    }

    SystemCallException(String call, int errno, String attempted, String advice) {
        super(message(call, errno, attempted, advice));
        this.call = call;
        this.errno = errno;
    }

    /** The name of the system call, for example {@code memfd_create}. */
    public String call() {
        return call;
    }

    /** The errno, positive; compare with the constants of {@link Errno}. */
    public int errno() {
        return errno;
    }

    /** The same words for a failure that only a mistake of ours can cause. */
    static IllegalStateException misuse(String call, int errno, String attempted) {
        return new IllegalStateException(message(call, errno, attempted, Errno.advice(errno)));
    }

    private static String message(String call, int errno, String attempted, String advice) {
        String what = call + " failed: " + Errno.describe(errno) + "; attempted: " + attempted;
        return advice.isEmpty() ? what : what + "; " + advice;
    }
}
