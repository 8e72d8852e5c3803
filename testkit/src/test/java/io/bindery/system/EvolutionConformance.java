package io.bindery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.bindery.Binder;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.UnknownTransactionException;
import io.bindery.system.AccountV2.Detail;
import io.bindery.system.AccountV2.Entry;
import io.bindery.system.AccountV2.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes with different versions of an interface understand each other as far as both know it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class EvolutionConformance {
    /** The account of that name of {@link EvolutionPeer}. */
    abstract IBinder account(String name) throws RemoteException;

    private AccountV2 olderThanWeAre() throws RemoteException {
        return AccountV2Stub.asInterface(account(EvolutionPeer.OLD));
    }

    private AccountV1 newerThanWeAre() throws RemoteException {
        return AccountV1Stub.asInterface(account(EvolutionPeer.NEW));
    }

    private static Entry entry() {
        return new Entry(
                5, new Detail("text", 3), "note", "remark", Kind.SECOND, List.of(1L), Map.of("tag", 2L), new Binder());
    }

    @Test
    void shouldAskForVersionAndHash() throws RemoteException {
        assertThat(olderThanWeAre().getInterfaceVersion()).isEqualTo(1);
        assertThat(newerThanWeAre().getInterfaceVersion()).isEqualTo(2);
        assertThat(olderThanWeAre().getInterfaceHash()).isEqualTo(AccountV1Stub.HASH);
        assertThat(newerThanWeAre().getInterfaceHash()).isEqualTo(AccountV2Stub.HASH);
        assertThat(AccountV1Stub.HASH).isNotEqualTo(AccountV2Stub.HASH);
    }

    @Test
    void shouldDefaultWhatAnOlderProcessDoesNotSend() throws RemoteException {
        assertThat(olderThanWeAre().echo(entry()))
                .isEqualTo(new Entry(5, new Detail("text", 0), "", null, Kind.FIRST, List.of(), Map.of(), null));
    }

    @Test
    void shouldSkipWhatANewerProcessSends() throws RemoteException {
        Entry[] both = {entry(), entry()};

        assertThat(olderThanWeAre().echoAll(both))
                .extracting(Entry::amount, echoed -> echoed.detail().text())
                .containsExactly(tuple(5L, "text"), tuple(5L, "text"));
        AccountV1.Entry old = new AccountV1.Entry(7, new AccountV1.Detail("old"));
        assertThat(newerThanWeAre().echo(old)).isEqualTo(old);
    }

    @Test
    void shouldCarryAllBetweenEqualVersions() throws RemoteException {
        Entry entry = entry();

        assertThat(AccountV2Stub.asInterface(account(EvolutionPeer.NEW)).echo(entry))
                .isEqualTo(entry);
    }

    @Test
    void shouldSayThatAnOlderOwnerDoesNotKnowAMethod() throws RemoteException {
        AccountV2 account = olderThanWeAre();

        assertThatThrownBy(account::total)
                .isInstanceOf(UnknownTransactionException.class)
                .hasMessageContaining("interface=" + AccountV1.DESCRIPTOR)
                .hasMessageContaining("code=" + AccountV2Stub.TRANSACTION_TOTAL);
        assertThat(account.echo(entry()).amount()).isEqualTo(5);
    }

    @Test
    void shouldCallTheFallbackWhereTheOwnerDoesNotKnowAMethod() throws RemoteException {
        AccountV2 account = AccountV2Stub.asInterface(account(EvolutionPeer.OLD), new AccountV2Default() {
            @Override
            public long total() {
                return -1;
            }
        });

        assertThat(account.total()).isEqualTo(-1);
        assertThat(account.echo(entry()).amount()).as("known").isEqualTo(5);
    }

    @Test
    void shouldRunTheBodyOfAMethodThatTheOwnerDoesNotKnow() throws RemoteException {
        assertThat(olderThanWeAre().doubled(21)).isEqualTo(42);
        assertThat(AccountV2Stub.asInterface(account(EvolutionPeer.NEW)).doubled(21))
                .isEqualTo(43);
    }

    @Test
    void shouldDelegateToWhatLivesElsewhere() throws RemoteException {
        AccountV2 account = new AccountV2Delegator(AccountV2Stub.asInterface(account(EvolutionPeer.NEW))) {
            @Override
            public long total() {
                return 99;
            }
        };

        assertThat(account.doubled(1)).isEqualTo(3);
        assertThat(account.total()).isEqualTo(99);
        assertThat(account.getInterfaceVersion()).isEqualTo(2);
        assertThat(new AccountV2Delegator(olderThanWeAre()).getInterfaceVersion())
                .isEqualTo(1);
        assertThat(new AccountV2Delegator(olderThanWeAre()).getInterfaceHash()).isEqualTo(AccountV1Stub.HASH);
    }

    @Test
    void shouldSendOnewayWhatTheOwnerDoesNotKnow() throws RemoteException {
        AccountV2 account = olderThanWeAre();

        account.touch();

        assertThat(account.echo(entry()).amount()).as("the session goes on").isEqualTo(5);
    }

    @Test
    void shouldSayThatAnObjectWithoutInterfaceHasNoVersion() throws RemoteException {
        AccountV2Default local = new AccountV2Default();

        assertThat(local.getInterfaceVersion()).isZero();
        assertThatThrownBy(local::total)
                .isInstanceOf(UnknownTransactionException.class)
                .hasMessageContaining("AccountV2.total");
        assertThatThrownBy(local::asBinder).isInstanceOf(UnsupportedOperationException.class);
    }
}
