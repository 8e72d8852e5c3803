package io.bindery;

/**
 * A call with a limit was ended by {@link CallLimit#cancel()}, or by the interruption of its thread, whose status stays set.
 * If it had been sent, whether it has or will have an effect is unknown: the callee is not told, and its handler goes on.
 * What it answers later is dropped.
 */
public class CallCancelledException extends RemoteException {
    private static final long serialVersionUID = 1L;

    public CallCancelledException(String message) {
        super(message);
    }
}
