package io.bindery;

/** An error of the service's own, with a number that the interface defines; travels to the caller. */
public class ServiceSpecificException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errorCode;

    public ServiceSpecificException(int errorCode, String message) {
        super(message);
        this.errorCode = errorCode;
    }

    /** The number that the handler gave. */
    public int errorCode() {
        return errorCode;
    }
}
