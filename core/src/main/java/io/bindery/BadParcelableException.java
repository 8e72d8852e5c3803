package io.bindery;

/** A parcel does not hold what was read from it: too short, another type at this place, or a malformed value. */
public class BadParcelableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadParcelableException(String message) {
        super(message);
    }
}
