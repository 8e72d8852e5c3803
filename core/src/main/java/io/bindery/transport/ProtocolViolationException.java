package io.bindery.transport;

/** A peer wrote what no correct peer writes. The session ends with this reason; nothing is resynchronised. */
public class ProtocolViolationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProtocolViolationException(String message) {
        super(message);
    }

    public ProtocolViolationException(String message, Throwable cause) {
        super(message, cause);
    }
}
