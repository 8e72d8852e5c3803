package io.bindery.looper;

/** What a thread does between two looks that found nothing. Used by one thread. */
public interface Idler {
    /** Nothing was found since the last look: spin, yield or sleep for a moment, and return. */
    void idle();

    /** Something was found: begin anew. */
    void reset();
}
