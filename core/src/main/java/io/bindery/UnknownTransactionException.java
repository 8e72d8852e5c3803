package io.bindery;

/** The object does not know the transaction code: it implements another interface, or an older version of it. */
public class UnknownTransactionException extends RemoteException {
    private static final long serialVersionUID = 1L;

    public UnknownTransactionException(String message) {
        super(message);
    }
}
