package io.bindery;

/** The arguments or the result of a call exceed what the context allows; nothing was sent. */
public class TransactionTooLargeException extends RemoteException {
    private static final long serialVersionUID = 1L;

    public TransactionTooLargeException(String message) {
        super(message);
    }
}
