package io.bindery.transport.signal;

import java.util.List;

/** Names and numbers of signals, as Linux has them on x86-64 and aarch64. */
final class SignalNames {
    /** The first real-time signal that the C library leaves to others. */
    static final int RTMIN = 34;

    static final int RTMAX = 64;

    private static final List<String> STANDARD = List.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
            "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
            "WINCH", "IO", "PWR", "SYS");

    private SignalNames() {}

    static boolean isRealTime(int number) {
        return number >= RTMIN;
    }

    static String name(int number) {
        if (number >= 1 && number <= STANDARD.size()) {
            return STANDARD.get(number - 1);
        }
        return number == RTMIN ? "RTMIN" : "RTMIN+" + (number - RTMIN);
    }

    /** @throws IllegalArgumentException if there is no signal of this name */
    static int number(String name) {
        for (int number = 1; number <= RTMAX; number++) {
            if ((number <= STANDARD.size() || isRealTime(number))
                    && name(number).equals(name)) {
                return number;
            }
        }
        throw new IllegalArgumentException("no such signal: name=" + name + "; there are " + STANDARD
                + ", RTMIN, RTMIN+1 to RTMIN+" + (RTMAX - RTMIN));
    }
}
