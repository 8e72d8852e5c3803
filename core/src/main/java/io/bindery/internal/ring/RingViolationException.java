package io.bindery.internal.ring;

/**
 * The peer's memory holds what no correct peer writes. There is no resynchronisation: whoever owns the ring closes the
 * session, with this message as the reason.
 */
public final class RingViolationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RingViolationException(String message) {
        super(message);
    }
}
