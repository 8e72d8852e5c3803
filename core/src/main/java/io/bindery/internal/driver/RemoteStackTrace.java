package io.bindery.internal.driver;

import io.bindery.RemoteException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where in its process a handler threw, as text; its caller finds it as the cause of the exception. */
final class RemoteStackTrace {
    private static final int MOST_FRAMES = 32;

    private RemoteStackTrace() {}

    static String of(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        String text = Arrays.stream(frames)
                .limit(MOST_FRAMES)
                .map(frame -> "\tat " + frame)
                .collect(Collectors.joining("\n"));
        return frames.length > MOST_FRAMES ? text + "\n\t... " + (frames.length - MOST_FRAMES) + " more" : text;
    }

    /** An exception that stands for the place, without a stack trace of its own. */
    static RemoteException cause(String trace) {
        RemoteException cause = new RemoteException("thrown in the handler's process:\n" + trace);
        cause.setStackTrace(new StackTraceElement[0]);
        return cause;
    }
}
