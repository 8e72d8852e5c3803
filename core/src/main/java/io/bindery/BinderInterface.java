package io.bindery;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface that extends {@link IInterface}: the annotation processor generates {@code …Stub}, which an
 * implementation extends, and {@code …Proxy} beside it; {@code …Stub.asInterface(binder)} gives the one or the other.
 * Each method must declare {@code throws RemoteException}.
 *
 * <p>Parameters and results may be
 * <ul>
 *   <li>primitives, {@link String}, arrays of both;
 *   <li>enums, by ordinal: constants may be added at the end, and never be moved;
 *   <li>records marked {@link Parcelable}, by value;
 *   <li>other binder interfaces, by reference, and {@link IBinder};
 *   <li>{@link ParcelFileDescriptor}: one that comes belongs to who gets it, who closes it; one that a remote caller's
 *       method returns is closed on this side when it has been sent;
 *   <li>{@code List}s and arrays of these;
 *   <li>as parameters, {@link java.lang.foreign.MemorySegment}s, which are valid during the call, and {@link Reuse}
 *       {@code byte[]}.
 * </ul>
 *
 * <p>Where the source says {@code @Nullable} (JSpecify's or another of this name), null travels too; elsewhere, the
 * proxy and the stub refuse it with a {@link NullPointerException}. Default and static methods are left alone. What
 * cannot be generated is a compile error, which says what to use in its place.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface BinderInterface {
    /** The descriptor that identifies the interface on the wire; by default its qualified name. */
    String descriptor() default "";
}
