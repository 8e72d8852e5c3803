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
 *
 * <p>Components may be added at the end. Who knows them gets their defaults from who does not: null where null may be,
 * else 0, false, an empty string, array, list or map, the first constant of an enum, a record of defaults. Where there is
 * none, for binders and unions, reading fails. Who does not know them skips them.
 *
 * <p>On a sealed interface, all of whose cases are such records: a union, of which the place of the case travels, and the
 * record. Cases may be added at the end; who does not know the case that comes gets a {@link BadParcelableException}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Parcelable {}
