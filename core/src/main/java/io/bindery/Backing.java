package io.bindery;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fixes the numbers by which the constants of an enum travel, so that they may be moved and removed. Without it, the
 * ordinal travels. The processor generates {@code …Parcel} beside the enum.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Backing {
    /** How many bits the numbers may have: {@code byte.class}, {@code short.class}, {@code int.class}, {@code long.class}. */
    Class<?> value() default int.class;

    /** The number of one constant; by default one more than that of the constant before, the first 0. */
    @Documented
    @Retention(RetentionPolicy.CLASS)
    @Target(ElementType.FIELD)
    @interface Value {
        /** The number, unique in the enum. */
        long value();
    }
}
