package io.bindery.transport.signal;

import java.io.IOException;

/** Signals to processes, with no interface between: by pidfd, where one process is meant. <b>Threading:</b> any thread. */
public final class Signals {
    private Signals() {}

    /**
     * Ends a process at once, as {@code kill -9} does. Returns when that is decided, not when it is gone.
     *
     * @throws SecurityException if it belongs to another user; names him
     * @throws IOException if there is no such process
     */
    public static void killProcess(int pid) throws IOException {
        if (pid <= 0) {
            throw new IllegalArgumentException("no process has this pid: pid=" + pid);
        }
        sendSignal(pid, "KILL");
    }

    /**
     * Sends a signal.
     *
     * @param target a pid, or a process group as a negative number
     * @param name as in {@link io.bindery.Signal#value()}. Real-time signals end a process that does not expect them
     * @throws IllegalArgumentException if there is no such signal, or {@code target} is 0 or -1
     * @throws SecurityException if this process may not; names the user whose process it is
     * @throws IOException if there is no such process or group
     */
    public static void sendSignal(int target, String name) throws IOException {
        int number = SignalNames.number(name);
        if (target == 0 || target == -1) {
            throw new IllegalArgumentException("names no process and no group: target=" + target);
        }
        try (SignalTarget opened = SignalTarget.open(target)) {
            opened.send(number);
        }
    }
}
