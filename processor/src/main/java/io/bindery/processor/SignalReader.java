package io.bindery.processor;

import io.bindery.processor.InterfaceModel.Mode;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.ExecutableElement;

/** Reads {@code @Signal}: a method that is a signal has no parameters, no result and a code that follows from its name. */
final class SignalReader {
    /** As {@code IBinder.FIRST_SIGNAL_TRANSACTION}. */
    private static final int FIRST_SIGNAL_TRANSACTION = 0x00ffff00;

    /** In the order of their numbers, from 1; as Linux has them on x86-64 and aarch64. */
    private static final List<String> NAMES = List.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
            "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
            "WINCH", "IO", "PWR", "SYS");

    private static final Pattern REAL_TIME = Pattern.compile("RTMIN(?:\\+(\\d{1,2}))?");

    /** The first that the C library leaves to others. */
    private static final int RTMIN = 34;

    private static final int RTMAX = 64;

    private final Diagnostics diagnostics;

    SignalReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Returns the transaction code of a method that is a signal; empty if it is none, or after an error. */
    OptionalInt read(ExecutableElement method, Mode mode, String where) {
        String name = (String) Annotations.value(method, Api.SIGNAL, "value").orElse("");
        if (!Annotations.isPresent(method, Api.SIGNAL)) {
            return OptionalInt.empty();
        }
        int number = number(name);
        if (number < 0) {
            diagnostics.error(
                    method,
                    where + " is @Signal of an unknown name: value=\"" + name + "\"; there are " + NAMES
                            + ", RTMIN, RTMIN+1 to RTMIN+" + (RTMAX - RTMIN));
        }
        if (mode != Mode.ONEWAY) {
            diagnostics.error(
                    method, where + " is @Signal, to which nobody answers: make it @Oneway, and let it return void");
        }
        if (!method.getParameters().isEmpty()) {
            diagnostics.error(
                    method, where + " is @Signal, which carries no arguments: take its parameters away, or the signal");
        }
        if (Annotations.isPresent(method, Api.TRANSACTION_CODE)) {
            diagnostics.error(
                    method,
                    where + " is @Signal, whose transaction code follows from its number: take @TransactionCode"
                            + " away");
        }
        return number < 0 ? OptionalInt.empty() : OptionalInt.of(FIRST_SIGNAL_TRANSACTION + number);
    }

    private static int number(String name) {
        Matcher realTime = REAL_TIME.matcher(name);
        if (realTime.matches()) {
            String offset = realTime.group(1);
            int number = RTMIN + (offset == null ? 0 : Integer.parseInt(offset));
            return number <= RTMAX ? number : -1;
        }
        int index = NAMES.indexOf(name);
        return index < 0 ? -1 : index + 1;
    }
}
