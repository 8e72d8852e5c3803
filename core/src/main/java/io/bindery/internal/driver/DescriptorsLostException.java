package io.bindery.internal.driver;

import io.bindery.RemoteException;

/** A record came whose file descriptors this process could not receive: it has too many open. */
final class DescriptorsLostException extends RemoteException {
    private static final long serialVersionUID = 1;

    DescriptorsLostException(String message) {
        super(message);
    }
}
