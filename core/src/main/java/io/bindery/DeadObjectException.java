package io.bindery;

/**
 * The process that owns the object is dead, or its session has ended. A dead object never comes back: look it up anew.
 * Whether a call that was in flight had any effect is unknown.
 */
public class DeadObjectException extends RemoteException {
    private static final long serialVersionUID = 1L;

    public DeadObjectException(String message) {
        super(message);
    }
}
