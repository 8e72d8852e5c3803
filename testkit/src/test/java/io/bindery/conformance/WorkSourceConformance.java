package io.bindery.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.Binder;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.WorkSource;
import io.bindery.system.Transactions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On whose behalf a call is made. */
abstract class WorkSourceConformance extends ProcessesFixture {
    private static final long TRACE = 0x1234_5678_9abc_def0L;

    @BeforeEach
    void beginWithNone() {
        Binder.restoreCallingWorkSource(WorkSource.NONE);
    }

    private long atThePeer() throws RemoteException {
        return Transactions.call(remote, ObjectsPeer.WORK_SOURCE, data -> {}, Parcel::readLong);
    }

    @Test
    void shouldBeUnsetByDefault() throws Exception {
        assertThat(Binder.getCallingWorkSource()).isEqualTo(WorkSource.UNSET);
        assertThat(Binder.shouldPropagateWorkSource()).isFalse();
        assertThat(atThePeer()).isEqualTo(WorkSource.UNSET);
    }

    @Test
    void shouldArriveWhereItIsSet() throws Exception {
        WorkSource before = Binder.setCallingWorkSource(TRACE);

        assertThat(before).isEqualTo(WorkSource.NONE);
        assertThat(Binder.getCallingWorkSource()).isEqualTo(TRACE);
        assertThat(atThePeer()).isEqualTo(TRACE);
    }

    @Test
    void shouldStayWhereItIsSetWithoutPropagation() throws Exception {
        WorkSource before = Binder.setCallingWorkSourceWithoutPropagation(TRACE);

        assertThat(before).isEqualTo(WorkSource.NONE);
        assertThat(Binder.getCallingWorkSource()).isEqualTo(TRACE);
        assertThat(atThePeer()).isEqualTo(WorkSource.UNSET);
    }

    @Test
    void shouldNotArriveAfterItIsCleared() throws Exception {
        WorkSource ignored = Binder.setCallingWorkSource(TRACE);
        WorkSource before = Binder.clearCallingWorkSource();

        assertThat(before.value()).isEqualTo(TRACE);
        assertThat(Binder.getCallingWorkSource()).isEqualTo(WorkSource.UNSET);
        assertThat(atThePeer()).isEqualTo(WorkSource.UNSET);
    }

    @Test
    void shouldArriveAgainAfterItIsRestored() throws Exception {
        WorkSource ignored = Binder.setCallingWorkSource(TRACE);
        WorkSource before = Binder.clearCallingWorkSource();
        Binder.restoreCallingWorkSource(before);

        assertThat(Binder.getCallingWorkSource()).isEqualTo(TRACE);
        assertThat(atThePeer()).isEqualTo(TRACE);
    }

    @Test
    void shouldArriveWithAllFollowingCalls() throws Exception {
        WorkSource ignored = Binder.setCallingWorkSource(TRACE);
        for (int call = 0; call < 10; call++) {
            assertThat(atThePeer()).isEqualTo(TRACE);
        }
        assertThat(Transactions.callLong(remote, ObjectsPeer.WORK_SOURCE, 1)).isEqualTo(TRACE);
        Binder object = new Binder();
        assertThat(echo(object)).isSameAs(object);
        assertThat(atThePeer()).isEqualTo(TRACE);
    }

    @Test
    void shouldSetThePropagateFlagWithTheWorkSource() {
        Binder.clearPropagateWorkSource();
        assertThat(Binder.shouldPropagateWorkSource()).isFalse();
        WorkSource ignored = Binder.setCallingWorkSource(TRACE);
        assertThat(Binder.shouldPropagateWorkSource()).isTrue();
    }

    @Test
    void shouldClearThePropagateFlagAndKeepTheWorkSource() throws Exception {
        WorkSource ignored = Binder.setCallingWorkSource(TRACE);
        Binder.clearPropagateWorkSource();
        assertThat(Binder.shouldPropagateWorkSource()).isFalse();
        assertThat(Binder.getCallingWorkSource()).isEqualTo(TRACE);
        assertThat(atThePeer()).isEqualTo(WorkSource.UNSET);
    }

    @Test
    void shouldRestoreThePropagateFlag() {
        WorkSource none = Binder.setCallingWorkSource(TRACE);
        Binder.restoreCallingWorkSource(none);
        assertThat(Binder.shouldPropagateWorkSource()).isFalse();
        WorkSource ignored = Binder.setCallingWorkSource(TRACE);
        WorkSource propagated = Binder.setCallingWorkSource(TRACE + 1);
        Binder.clearPropagateWorkSource();
        Binder.restoreCallingWorkSource(propagated);
        assertThat(Binder.shouldPropagateWorkSource()).isTrue();
        assertThat(Binder.getCallingWorkSource()).isEqualTo(TRACE);
    }

    @Test
    void shouldGoAlongAChainOfCallsUntilAHandlerClearsIt() throws Exception {
        try (Started third = startAnother()) {
            WorkSource ignored = Binder.setCallingWorkSource(TRACE);
            assertThat(forwarded(third.object(), false)).isEqualTo(TRACE);
            assertThat(forwarded(third.object(), true)).isEqualTo(WorkSource.UNSET);
        }
    }

    private long forwarded(IBinder last, boolean cleared) throws RemoteException {
        return Transactions.call(
                remote,
                ObjectsPeer.FORWARD_WORK_SOURCE,
                data -> {
                    data.writeStrongBinder(last);
                    data.writeBoolean(cleared);
                },
                Parcel::readLong);
    }

    @Test
    void shouldGoAlongAOnewayCall() throws Exception {
        CompletableFuture<Long> seen = new CompletableFuture<>();
        Binder object = Transactions.object((code, data, reply) -> seen.complete(Binder.getCallingWorkSource()));
        WorkSource ignored = Binder.setCallingWorkSource(TRACE);
        Transactions.run(remote, ObjectsPeer.SEND, data -> {
            data.writeStrongBinder(object);
            data.writeInt(1);
        });
        assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo(TRACE);
    }

    @Test
    void shouldEndWithTheCallThatItCameWith() throws Exception {
        WorkSource ignored = Binder.setCallingWorkSource(TRACE);
        assertThat(atThePeer()).isEqualTo(TRACE);
        Binder.restoreCallingWorkSource(WorkSource.NONE);
        for (int call = 0; call < 10; call++) {
            assertThat(atThePeer()).isEqualTo(WorkSource.UNSET);
        }
    }

    @Test
    void shouldNotReachAHandlerThatRunsOnTheWaitingThread() throws Exception {
        // The chain carries it, not the thread: the peer clears it before it calls back.
        Binder back = Transactions.object((code, data, reply) -> {
            reply.writeLong(Binder.getCallingWorkSource());
            reply.writeBoolean(false);
        });
        WorkSource ignored = Binder.setCallingWorkSource(TRACE);
        assertThat(forwarded(back, true)).isEqualTo(WorkSource.UNSET);
        assertThat(forwarded(back, false)).isEqualTo(TRACE);
        assertThat(Binder.getCallingWorkSource()).isEqualTo(TRACE);
    }
}
