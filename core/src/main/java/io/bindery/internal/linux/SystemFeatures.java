package io.bindery.internal.linux;

import org.jspecify.annotations.Nullable;

/**
 * What the running kernel has of that which Bindery uses but can do without.
 *
 * @param kernel its release
 * @param futexWaitv waiting for several lanes at once (Linux 5.16)
 * @param socketPeerPidfd a pidfd of the peer from its socket (Linux 6.5); else by pid
 * @param memfdNoexecSeal memory that can never be executed (Linux 6.3); else merely not meant to be
 * @param threadPidfd thread pidfds (Linux 6.9); else the death of a large process is noticed when its sockets close
 */
public record SystemFeatures(
        String kernel, boolean futexWaitv, boolean socketPeerPidfd, boolean memfdNoexecSeal, boolean threadPidfd) {

    private static volatile @Nullable SystemFeatures probed;

    /**
     * What this kernel has; probed at the first call that succeeds.
     *
     * @throws SystemCallException if it cannot be found out just now, for example for lack of descriptors (EMFILE)
     */
    public static SystemFeatures current() throws SystemCallException {
        SystemFeatures features = probed;
        if (features == null) {
            features = probe(); // two threads may both do it: they find the same
            probed = features;
        }
        return features;
    }

    /** One line for the log: {@code kernel 6.1.0: futex_waitv yes, SO_PEERPIDFD no, MFD_NOEXEC_SEAL no, PIDFD_THREAD no}. */
    @Override
    public String toString() {
        return "kernel " + kernel + ": futex_waitv " + word(futexWaitv) + ", SO_PEERPIDFD " + word(socketPeerPidfd)
                + ", MFD_NOEXEC_SEAL " + word(memfdNoexecSeal) + ", PIDFD_THREAD " + word(threadPidfd);
    }

    private static String word(boolean present) {
        return present ? "yes" : "no";
    }

    private static SystemFeatures probe() throws SystemCallException {
        return new SystemFeatures(
                System.getProperty("os.version"),
                FutexWaiters.supported(),
                probePeerPidfd(),
                closed(Memfd.memfdCreateProbe(), "memfd_create", Errno.EINVAL),
                closed(Processes.pidfdOpenThread(Processes.tid()), "pidfd_open", Errno.EINVAL));
    }

    private static boolean probePeerPidfd() throws SystemCallException {
        int[] pair = UnixSocket.pair();
        try {
            return closed(UnixSocket.peerPidfdFromSocket(pair[0]), "getsockopt(SO_PEERPIDFD)", Errno.ENOPROTOOPT);
        } finally {
            FileDescriptors.close(pair[0]);
            FileDescriptors.close(pair[1]);
        }
    }

    /** A descriptor says yes and is closed; the errno of a kernel that lacks the feature says no. */
    private static boolean closed(int result, String call, int errnoIfMissing) throws SystemCallException {
        if (result >= 0) {
            FileDescriptors.close(result);
            return true;
        }
        if (result == -errnoIfMissing) {
            return false;
        }
        throw new SystemCallException(call, -result, "probe the kernel");
    }
}
