package io.bindery;

/**
 * The base of every interface whose methods can be called in another process. Mark the extending interface with
 * {@link BinderInterface} and the annotation processor generates its {@code …Stub} (to implement) and {@code …Proxy}
 * (to call).
 */
public interface IInterface {
    /**
     * Returns the object that represents this interface to the driver: a {@link Binder} where it is implemented in
     * this process, a {@link BinderProxy} where it lives in another.
     */
    IBinder asBinder();
}
