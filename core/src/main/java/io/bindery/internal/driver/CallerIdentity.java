package io.bindery.internal.driver;

import io.bindery.internal.linux.Processes;

/** Who called the handler that runs on this thread. */
public final class CallerIdentity {
    private static final int OWN_PID = Processes.pid();
    private static final int OWN_UID = Processes.uid();

    private CallerIdentity() {}

    /** See {@link io.bindery.Binder#getCallingPid()}. */
    public static int callingPid() {
        Peer caller = ThreadState.current().caller();
        return caller == null ? OWN_PID : caller.pid;
    }

    /** See {@link io.bindery.Binder#getCallingUid()}. */
    public static int callingUid() {
        Peer caller = ThreadState.current().caller();
        return caller == null ? OWN_UID : caller.uid;
    }

    static int ownUid() {
        return OWN_UID;
    }
}
