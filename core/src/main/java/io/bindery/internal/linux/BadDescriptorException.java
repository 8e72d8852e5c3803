package io.bindery.internal.linux;

import java.io.IOException;

/** A peer passed a descriptor that is not what was agreed; the message says in what it differs. */
public final class BadDescriptorException extends IOException {
    private static final long serialVersionUID = 1;

    BadDescriptorException(String message) {
        super(message);
    }
}
