package io.bindery.system;

import io.bindery.OnewayTimeoutException;
import io.bindery.RemoteException;

/** The room that a receiver has for oneway calls which it does not run. */
public final class Room {
    private static final int REFUSED_IN_A_ROW = 5;

    private Room() {}

    /** Sends one call. */
    @FunctionalInterface
    public interface Sender {
        /** @throws OnewayTimeoutException if there has been no room for a while */
        void send() throws RemoteException;
    }

    /**
     * Sends until there is no room, and returns how many calls were accepted. One that was refused is no proof: the receiver
     * makes room as long as it may, and is not always run at once.
     */
    public static int useUp(Sender sender) throws RemoteException {
        int accepted = 0;
        for (int refused = 0; refused < REFUSED_IN_A_ROW; ) {
            try {
                sender.send();
                accepted++;
                refused = 0;
            } catch (OnewayTimeoutException e) {
                refused++;
            }
        }
        return accepted;
    }
}
