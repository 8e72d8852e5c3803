package io.bindery.internal.session;

/** A descriptor that goes with a message. */
public interface Attachment {
    int descriptor();

    /** The descriptor is out, or never will be. */
    void closeDescriptor();
}
