package io.bindery;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Fixes the transaction code of a method, so that methods can be added and moved without breaking old peers. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface TransactionCode {
    /** {@link IBinder#FIRST_CALL_TRANSACTION} to {@code 0xfffffd}, unique in the interface. */
    int value();
}
