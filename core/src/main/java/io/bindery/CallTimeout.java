package io.bindery;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How long a call of the method may take; then the proxy throws {@link CallTimeoutException}. On an interface: the default
 * of its methods that have none of their own and wait for a result. The earlier of this and an open {@link CallLimit} holds.
 *
 * <p>It is kept by the caller alone, and is no part of the interface's hash. A call of a local object has no deadline, since
 * it runs in the caller's own thread.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface CallTimeout {
    /** In milliseconds, at least 1. */
    int ms();
}
