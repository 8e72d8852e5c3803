package io.bindery;

/**
 * A oneway call found no room within the context's deadline: the receiver reads more slowly than the sender sends.
 * The call was not sent.
 */
public class OnewayTimeoutException extends RemoteException {
    private static final long serialVersionUID = 1L;

    public OnewayTimeoutException(String message) {
        super(message);
    }
}
