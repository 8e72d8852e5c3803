package io.bindery.samples.image;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.RemoteException;
import io.bindery.SharedMemory;

/** Changes images of 32-bit pixels, as {@link Pixels} lays them out. */
@BinderInterface
public interface ImageFilter extends IInterface {
    /** Inverts the colours of the image, in place. */
    void invert(SharedMemory image) throws RemoteException;

    /** Returns the image with its colours inverted: it travels there and back. */
    byte[] inverted(byte[] image) throws RemoteException;
}
