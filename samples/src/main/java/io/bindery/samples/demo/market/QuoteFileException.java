package io.bindery.samples.demo.market;

import java.io.IOException;

/** A quote file that cannot be used; the message says which file, where in it, what was found and what was expected. */
public class QuoteFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public QuoteFileException(String message) {
        super(message);
    }

    public QuoteFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
