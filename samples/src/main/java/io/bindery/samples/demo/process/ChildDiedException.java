package io.bindery.samples.demo.process;

/** One of the demo's processes ended before its work did; the message says which, how, and what it printed last. */
public class ChildDiedException extends Exception {
    private static final long serialVersionUID = 1L;

    public ChildDiedException(String message) {
        super(message);
    }
}
