package io.bindery;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Over {@code signal:PID} and {@code signal:-GROUP} the method is this signal; over all other transports it is a oneway
 * method like any. It is {@link Oneway}, returns {@code void} and has no parameters, and its transaction code is
 * {@link IBinder#FIRST_SIGNAL_TRANSACTION} plus the signal's number.
 *
 * <p>A signal of the standard ones that comes while the last of its kind waits is one with it. Real-time signals are
 * queued, and reach only processes that listen at {@code signal:}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Signal {
    /** Its name without {@code SIG}, as {@code HUP}, {@code USR1}, {@code RTMIN}, {@code RTMIN+3}. */
    String value();
}
