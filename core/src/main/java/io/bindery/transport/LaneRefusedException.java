package io.bindery.transport;

import io.bindery.RemoteException;

/** The peer accepts no more lanes in this session; those that are open go on. */
public class LaneRefusedException extends RemoteException {
    private static final long serialVersionUID = 1L;

    public LaneRefusedException(String message) {
        super(message);
    }
}
