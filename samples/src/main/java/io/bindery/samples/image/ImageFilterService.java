package io.bindery.samples.image;

import io.bindery.SharedMemory;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The filter. */
public final class ImageFilterService extends ImageFilterStub {
    /** The name by which it is found. */
    public static final String NAME = "io.bindery.samples.image.filter";

    @Override
    public void invert(SharedMemory image) {
        try {
            // The same object comes each time, and with it the mapping that was made the first time.
            Pixels.invert(image.mapReadWrite());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] inverted(byte[] image) {
        Pixels.invert(image);
        return image;
    }
}
