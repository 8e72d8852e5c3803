package io.bindery.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.Limits;
import io.bindery.RemoteException;
import io.bindery.SendStatus;
import io.bindery.TransactionTooLargeException;
import io.bindery.testkit.PeerJvm;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The exchange in another process: what the generated proxy encodes, the generated stub decodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteExchangeSystemTest extends ExchangeConformance {
    private PeerJvm peer;
    private BinderContext context;

    @BeforeAll
    void startPeer(@TempDir Path home) throws IOException {
        peer = PeerJvm.start(ExchangePeer.class, home.toString());
        assertThat(peer.answer()).isEqualTo("hosts=true");
        context = BinderContext.builder("exchange").home(home).open();
    }

    @AfterAll
    void stopPeer() {
        context.close();
        peer.close();
    }

    @Override
    Exchange exchange() throws RemoteException {
        return ExchangeStub.asInterface(context.getContextObject());
    }

    @Test
    void shouldBeOneProxyForOneObject() throws RemoteException {
        Exchange exchange = exchange();

        assertThat(exchange).isEqualTo(exchange()).hasSameHashCodeAs(exchange());
        assertThat(exchange.asBinder())
                .isInstanceOfSatisfying(
                        BinderProxy.class, proxy -> assertThat(proxy.ownerPid()).isEqualTo(peer.pid()));
        assertThat(exchange.toString()).startsWith("ExchangeProxy[").contains("pid=" + peer.pid());
    }

    @Test
    void shouldLeaveTheCallersArrayAloneWhereItIsNotSaidToComeBack() throws RemoteException {
        long[] values = {1, 2};

        exchange().scribble(values);

        assertThat(values).containsExactly(1, 2);
    }

    @Test
    @SuppressWarnings("NullAway") // breaks the contract on purpose
    void shouldRefuseNullBeforeAnythingIsSent() throws RemoteException {
        Exchange exchange = exchange();

        assertThatThrownBy(() -> exchange.echo(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("Exchange.echo: text must not be null");
        assertThat(exchange.echo("next")).isEqualTo("next");
    }

    @Test
    void shouldTellImplementationThatBreaksItsContractFromCaller() throws RemoteException {
        Exchange exchange = exchange();

        assertThatThrownBy(exchange::brokenEcho)
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("Exchange.brokenEcho: the result must not be null");
    }

    @Test
    void shouldRefuseMoreThanTheContextAllows() throws RemoteException {
        Exchange exchange = exchange();
        byte[] tooLong = new byte[Limits.DEFAULT.parcelBytes() + 1];

        assertThatThrownBy(() -> exchange.reversed(tooLong)).isInstanceOf(TransactionTooLargeException.class);
        assertThatThrownBy(() -> exchange.joined("a".repeat(tooLong.length)))
                .isInstanceOf(TransactionTooLargeException.class);
        assertThat(exchange.echo("next")).isEqualTo("next");
    }

    @Test
    void shouldSayWhenThereIsNoRoomAndLoseNothingThatWasAccepted() throws RemoteException {
        Exchange exchange = exchange();
        MemorySegment payload = MemorySegment.ofArray(new byte[4096]);
        long accepted = 0;
        while (exchange.tryHold(payload) == SendStatus.ACCEPTED) {
            accepted++;
        }

        exchange.release();

        assertThat(accepted).isPositive();
        while (exchange.held() < accepted) {
            Thread.onSpinWait();
        }
        assertThat(exchange.held()).isEqualTo(accepted);
    }
}
