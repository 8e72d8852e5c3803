package io.bindery.internal.driver;

import io.bindery.Binder;
import io.bindery.internal.linux.Accounts;
import io.bindery.internal.linux.Processes;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who called the handler that runs on this thread; what {@link Binder} says of it. */
public final class CallerIdentity {
    private static final int OWN_PID = Processes.pid();
    private static final int OWN_UID = Processes.uid();
    private static final int OWN_GID = Processes.gid();
    private static final List<Integer> OWN_GROUPS =
            Arrays.stream(Accounts.ownGroups()).boxed().toList();

    /** In a token of {@link #clear}: the identity had been cleared before. */
    private static final long CLEARED_BEFORE = 1L << 31;

    private static final long PID_MASK = CLEARED_BEFORE - 1;

    private static volatile boolean strict;

    private CallerIdentity() {}

    /** See {@link Binder#getCallingPid()}. */
    public static int callingPid() {
        Peer caller = visibleCaller();
        return caller == null ? OWN_PID : caller.pid;
    }

    /** See {@link Binder#getCallingUid()}. */
    public static int callingUid() {
        Peer caller = visibleCaller();
        return caller == null ? OWN_UID : caller.uid;
    }

    /** See {@link Binder#getCallingGid()}. */
    public static int callingGid() {
        Peer caller = visibleCaller();
        return caller == null ? OWN_GID : caller.session().peer().gid();
    }

    /** See {@link Binder#getCallingSid()}. */
    public static @Nullable String callingSid() {
        Peer caller = visibleCaller();
        return caller == null ? null : caller.session().peer().securityContext();
    }

    /**
     * Whether the effective or a supplementary group of the caller, or of this process outside a call, is {@code gid}.
     *
     * @throws IllegalStateException as {@link Binder#getCallingGid()} does
     */
    public static boolean isCallerInGroup(int gid) {
        Peer caller = visibleCaller();
        return caller == null
                ? gid == OWN_GID || OWN_GROUPS.contains(gid)
                : gid == caller.credentials.gid() || caller.credentials.groups().contains(gid);
    }

    /** See {@link Binder#getCallingPosition()}. */
    public static long callingPosition() {
        return ThreadState.current().position();
    }

    /** Uid of this process. */
    public static int ownUid() {
        return OWN_UID;
    }

    private static @Nullable Peer visibleCaller() {
        ThreadState self = ThreadState.current();
        Peer caller = self.caller();
        CallScope scope = self.scope;
        if (scope != null) {
            return visibleCaller(caller, scope);
        }
        if (caller == null && strict) {
            throw outsideACall();
        }
        return caller;
    }

    private static @Nullable Peer visibleCaller(@Nullable Peer caller, CallScope scope) {
        IdentityGuard guard = scope.guard;
        if (guard != null) {
            throw new IllegalStateException("the calling identity must not be read here: reason=" + guard.reason);
        }
        if (scope.identityCleared) {
            return null;
        }
        if (caller == null && strict) {
            throw outsideACall();
        }
        return caller;
    }

    private static IllegalStateException outsideACall() {
        return new IllegalStateException("no call is handled on this thread, and the identity was not cleared by"
                + " clearCallingIdentity(): thread=" + Thread.currentThread().getName());
    }

    /** See {@link Binder#getCallingUidOrThrow()}. */
    public static int callingUidOrThrow() {
        checkHasIdentity();
        return callingUid();
    }

    /** See {@link Binder#getCallingPidOrThrow()}. */
    public static int callingPidOrThrow() {
        checkHasIdentity();
        return callingPid();
    }

    private static void checkHasIdentity() {
        ThreadState self = ThreadState.current();
        CallScope scope = self.scope;
        if (self.caller() == null && (scope == null || !scope.identityCleared)) {
            throw outsideACall();
        }
    }

    /** See {@link Binder#isHandlingTransaction()}. */
    public static boolean isHandlingTransaction() {
        return ThreadState.current().caller() != null;
    }

    /** See {@link Binder#setStrictCallingIdentity}. */
    public static void setStrict(boolean on) {
        strict = on;
    }

    /** See {@link Binder#guardCallingIdentity}. */
    public static Binder.CallContextGuard guard(String reason) {
        return new IdentityGuard(reason, ThreadState.current().ownScope());
    }

    // ---- clearing

    /** See {@link Binder#clearCallingIdentity()}. The token holds uid, pid, and whether it was cleared already. */
    public static long clear() {
        ThreadState self = ThreadState.current();
        CallScope scope = self.ownScope();
        boolean before = scope.identityCleared;
        scope.identityCleared = true;
        return token(before ? null : self.caller(), before);
    }

    private static long token(@Nullable Peer caller, boolean cleared) {
        int uid = caller == null ? OWN_UID : caller.uid;
        int pid = caller == null ? OWN_PID : caller.pid;
        return (long) uid << Integer.SIZE | (pid & PID_MASK) | (cleared ? CLEARED_BEFORE : 0);
    }

    /** See {@link Binder#restoreCallingIdentity}. */
    public static void restore(long token) {
        ThreadState self = ThreadState.current();
        boolean cleared = (token & CLEARED_BEFORE) != 0;
        CallScope scope = self.scope;
        if (scope == null || !scope.identityCleared || token != token(cleared ? null : self.caller(), cleared)) {
            throw new IllegalStateException(
                    "not what clearCallingIdentity() returned in this call: token=0x" + Long.toHexString(token)
                            + (scope == null || !scope.identityCleared ? "; nothing is cleared" : ""));
        }
        scope.identityCleared = cleared;
    }
}
