package io.bindery;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record that travels by value. Its components may be of every type that the result of a method may have, see
 * {@link BinderInterface}; it cannot contain itself. The processor generates {@code …Parcel} beside it with {@code write}
 * and {@code read}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Parcelable {}
