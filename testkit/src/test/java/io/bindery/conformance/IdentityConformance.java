package io.bindery.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.system.Transactions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who calls, as the handler sees it. The handlers run here; the peer calls them. */
abstract class IdentityConformance extends ProcessesFixture {
    private static final int OWN_PID = (int) ProcessHandle.current().pid();

    /** What a handler of this process answers. */
    @FunctionalInterface
    interface Answer {
        long of(long argument) throws RemoteException;
    }

    /** Has the peer call a handler of this process. */
    private long calledByThePeer(Answer answer) throws RemoteException {
        Binder object = Transactions.object((code, data, reply) -> reply.writeLong(answer.of(data.readLong())));
        return Transactions.call(
                remote,
                ObjectsPeer.CALL,
                data -> {
                    data.writeStrongBinder(object);
                    data.writeInt(1);
                    data.writeLong(0);
                },
                Parcel::readLong);
    }

    private static void check(boolean expected) {
        if (!expected) {
            throw new AssertionError("not as expected");
        }
    }

    @Test
    void shouldNameTheCallerAsTheKernelDoes() throws Exception {
        int[] uidAndGid = new int[2];
        String[] context = new String[1];
        int pid = Transactions.call(remote, ObjectsPeer.CALLER, data -> {}, reply -> {
            int caller = reply.readInt();
            uidAndGid[0] = reply.readInt();
            uidAndGid[1] = reply.readInt();
            context[0] = reply.readString();
            return caller;
        });

        assertThat(pid).isEqualTo(OWN_PID);
        assertThat(uidAndGid[0]).isEqualTo((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        assertThat(uidAndGid[1]).isEqualTo((int) Files.getAttribute(Path.of("/proc/self"), "unix:gid"));
        assertThat(context[0]).isEqualTo(ownSecurityContext());
    }

    /** What the kernel says of this process, if it has a module that says anything. */
    private static @Nullable String ownSecurityContext() {
        try {
            String context = Files.readString(Path.of("/proc/self/attr/current"), StandardCharsets.UTF_8);
            int end = context.indexOf(0);
            return (end < 0 ? context : context.substring(0, end)).strip();
        } catch (IOException e) {
            return null;
        }
    }

    @Test
    void shouldNameThePeerWhileItsCallIsHandled() throws Exception {
        assertThat(calledByThePeer(argument -> Binder.getCallingPid())).isEqualTo(peerPid());
        assertThat(calledByThePeer(argument -> Binder.getCallingPidOrThrow())).isEqualTo(peerPid());
        assertThat(calledByThePeer(argument -> Binder.getCallingUidOrThrow())).isEqualTo(remote.ownerUid());
        assertThat(calledByThePeer(argument -> Binder.isHandlingTransaction() ? 1 : 0))
                .isEqualTo(1);
        assertThat(Binder.isHandlingTransaction()).isFalse();
    }

    @Test
    void shouldNameItselfOutsideACall() {
        assertThat(Binder.getCallingPid()).isEqualTo(OWN_PID);
        assertThat(Binder.getCallingSid()).isNull();
        assertThatThrownBy(Binder::getCallingUidOrThrow)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no call is handled on this thread");
        assertThatThrownBy(Binder::getCallingPidOrThrow).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldKeepThePidOfAOnewayCall() throws Exception {
        CompletableFuture<Integer> caller = new CompletableFuture<>();
        Binder object = Transactions.object((code, data, reply) -> caller.complete(Binder.getCallingPid()));
        Transactions.run(remote, ObjectsPeer.SEND, data -> {
            data.writeStrongBinder(object);
            data.writeInt(1);
        });
        assertThat(caller.get(30, TimeUnit.SECONDS)).isEqualTo(peerPid());
    }

    @Test
    void shouldBeTheCallerOfTheCallsThatItMakesWhileItHandlesOne() throws Exception {
        assertThat(calledByThePeer(argument -> {
                    long inner = Transactions.call(remote, ObjectsPeer.CALLER, data -> {}, Parcel::readInt);
                    return inner == OWN_PID ? Binder.getCallingPid() : -1;
                }))
                .isEqualTo(peerPid());
    }

    // ---- clearing

    @Test
    void shouldClearAndRestoreTheCaller() throws Exception {
        assertThat(calledByThePeer(argument -> {
                    long outer = Binder.clearCallingIdentity();
                    check(Binder.getCallingPid() == OWN_PID);
                    check(Binder.getCallingPidOrThrow() == OWN_PID);
                    check(Binder.getCallingSid() == null);
                    long inner = Binder.clearCallingIdentity();
                    check(Binder.getCallingPid() == OWN_PID);
                    Binder.restoreCallingIdentity(inner);
                    check(Binder.getCallingPid() == OWN_PID);
                    Binder.restoreCallingIdentity(outer);
                    return Binder.getCallingPid();
                }))
                .isEqualTo(peerPid());
    }

    @Test
    void shouldForgetWithTheCallThatItWasCleared() throws Exception {
        long ignored = calledByThePeer(argument -> Binder.clearCallingIdentity());
        for (int call = 0; call < 100; call++) {
            assertThat(calledByThePeer(argument -> Binder.getCallingPid())).isEqualTo(peerPid());
        }
    }

    @Test
    void shouldShowTheCallerOfANestedCallWhoeverWasClearedAround() throws Exception {
        assertThat(calledByThePeer(argument -> {
                    long token = Binder.clearCallingIdentity();
                    long nested = calledByThePeer(inner -> Binder.getCallingPid());
                    check(Binder.getCallingPid() == OWN_PID);
                    Binder.restoreCallingIdentity(token);
                    return nested;
                }))
                .isEqualTo(peerPid());
    }

    @Test
    void shouldRefuseATokenThatIsNotOfThisCall() throws Exception {
        AtomicLong token = new AtomicLong();
        long ignored = calledByThePeer(argument -> {
            token.set(Binder.clearCallingIdentity());
            return 0;
        });
        assertThatThrownBy(() -> Binder.restoreCallingIdentity(token.get()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("clearCallingIdentity");
        long own = Binder.clearCallingIdentity();
        assertThatThrownBy(() -> Binder.restoreCallingIdentity(token.get())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Binder.restoreCallingIdentity(0)).isInstanceOf(IllegalStateException.class);
        Binder.restoreCallingIdentity(own);
        assertThatThrownBy(() -> Binder.restoreCallingIdentity(own)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldRunWithACleanIdentityAndRestoreItWhateverHappens() throws Exception {
        assertThat(calledByThePeer(argument -> {
                    int inside = Binder.<Integer, RuntimeException>withCleanCallingIdentity(Binder::getCallingPid);
                    check(inside == OWN_PID);
                    try {
                        Binder.withCleanCallingIdentity(IdentityConformance::fail);
                        throw new AssertionError("it has to throw");
                    } catch (IOException e) {
                        return Binder.getCallingPid();
                    }
                }))
                .isEqualTo(peerPid());
    }

    private static void fail() throws IOException {
        throw new IOException("as it is");
    }

    // ---- reading where it must not be read

    @Test
    void shouldThrowOutsideACallInStrictMode() throws Exception {
        Binder.setStrictCallingIdentity(true);
        try {
            assertThatThrownBy(Binder::getCallingUid).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(Binder::getCallingGid).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(Binder::getCallingSid).isInstanceOf(IllegalStateException.class);
            int inside = Binder.<Integer, RuntimeException>withCleanCallingIdentity(Binder::getCallingPid);
            assertThat(inside).isEqualTo(OWN_PID);
            assertThat(calledByThePeer(argument -> Binder.getCallingPid())).isEqualTo(peerPid());
        } finally {
            Binder.setStrictCallingIdentity(false);
        }
        assertThat(Binder.getCallingPid()).isEqualTo(OWN_PID);
    }

    @Test
    void shouldThrowWhereAGuardForbidsToReadTheCaller() throws Exception {
        assertThat(calledByThePeer(argument -> {
                    try (Binder.CallContextGuard guard = Binder.guardCallingIdentity("the cache is for all")) {
                        Objects.requireNonNull(guard);
                        assertThatThrownBy(Binder::getCallingUid)
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("the cache is for all");
                        try (Binder.CallContextGuard inner = Binder.guardCallingIdentity("inner")) {
                            Objects.requireNonNull(inner);
                            assertThatThrownBy(Binder::getCallingPid).hasMessageContaining("inner");
                            assertThatThrownBy(guard::close).isInstanceOf(IllegalStateException.class);
                        }
                        check(calledByThePeer(nested -> Binder.getCallingPid()) == peerPid());
                        assertThatThrownBy(Binder::getCallingPidOrThrow).hasMessageContaining("the cache is for all");
                    }
                    return Binder.getCallingPid();
                }))
                .isEqualTo(peerPid());
    }
}
