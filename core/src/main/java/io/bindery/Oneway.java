package io.bindery;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The caller does not wait for the method to run. Calls to one object run one at a time, in the order sent.
 * The method returns {@code void} (the call waits for room, up to the context's deadline) or {@link SendStatus}
 * (it never waits). On an interface: all its methods.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Oneway {}
