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
 *   <li>records marked {@link Parcelable}, and sealed interfaces of such records, by value;
 *   <li>classes that implement {@link MutableParcelable}, by value, and {@link ParcelableHolder};
 *   <li>other binder interfaces, by reference, and {@link IBinder};
 *   <li>{@link ParcelFileDescriptor}: one that comes belongs to who gets it, who closes it; one that a remote caller's
 *       method returns is closed on this side when it has been sent;
 *   <li>{@link SharedMemory}, of which a receiver gets the same object each time;
 *   <li>{@code List}s, {@code Map}s and arrays of these, and lists and maps of those;
 *   <li>as parameters, {@link java.lang.foreign.MemorySegment}s, which are valid during the call, and {@link Reuse}
 *       {@code byte[]}.
 * </ul>
 *
 * <p>Where the source says {@code @Nullable} (JSpecify's or another of this name), null travels too; elsewhere, the
 * proxy and the stub refuse it with a {@link NullPointerException}. What cannot be generated is a compile error, which says
 * what to use in its place.
 *
 * <p>A default method is called where it is, unless it has a {@link TransactionCode}: then it is a method like the others,
 * and its body runs at the caller if the owner has an older version of the interface, which does not know it. Methods
 * without a body throw {@link UnknownTransactionException} then, or go to the fallback that was given to
 * {@code asInterface}. {@code docs/interfaces.md} has all of it.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface BinderInterface {
    /** The descriptor that identifies the interface on the wire; by default its qualified name. */
    String descriptor() default "";

    /** Raised whenever methods, or what they carry, are added; peers can {@linkplain IInterface#getInterfaceVersion ask}. */
    int version() default 1;

    /**
     * Freezes this version: the hash of all its signatures, as the generated stub has it. If they change, compilation fails
     * until the version is raised and the new hash is written here. Not frozen if empty.
     */
    String hash() default "";

    /**
     * Whether to generate {@code …Default}, whose methods throw {@link UnknownTransactionException}: the base of what stands
     * in for methods that an older owner does not know.
     */
    boolean defaultImpl() default false;

    /** Whether to generate {@code …Delegator}, a stub that passes each call on to another implementation. */
    boolean delegator() default false;
}
