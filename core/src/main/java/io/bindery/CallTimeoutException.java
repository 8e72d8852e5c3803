package io.bindery;

/**
 * A call did not end within its deadline. If it had been sent, whether it has or will have an effect is unknown: the callee
 * is not told, and its handler goes on. What it answers later is dropped.
 */
public class CallTimeoutException extends RemoteException {
    private static final long serialVersionUID = 1L;

    public CallTimeoutException(String message) {
        super(message);
    }
}
