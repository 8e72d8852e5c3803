package io.bindery;

/**
 * The process that owns the object is frozen: it serves no calls until it is thawed, and this one was not delivered. See
 * {@link BinderContext#freeze}.
 */
public class FrozenObjectException extends RemoteException {
    private static final long serialVersionUID = 1L;

    public FrozenObjectException(String message) {
        super(message);
    }
}
