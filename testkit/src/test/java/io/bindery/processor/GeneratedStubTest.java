package io.bindery.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BadParcelableException;
import io.bindery.Binder;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A generated stub, called with parcels that are filled by hand. */
class GeneratedStubTest {
    private final ExchangeService service = new ExchangeService();

    @Test
    void shouldKnowTheTokenOfItsDescriptor() {
        assertThat(ExchangeStub.TOKEN).isEqualTo(Parcel.interfaceToken(ExchangeStub.DESCRIPTOR));
        assertThat(ExchangeStub.DESCRIPTOR).isEqualTo(Exchange.class.getName());
        assertThat(service.getInterfaceDescriptor()).isEqualTo(ExchangeStub.DESCRIPTOR);
    }

    @Test
    void shouldNumberMethodsInTheOrderOfTheirDeclaration() {
        assertThat(ExchangeStub.TRANSACTION_PRIMITIVES).isEqualTo(IBinder.FIRST_CALL_TRANSACTION);
        assertThat(ExchangeStub.TRANSACTION_NOT).isEqualTo(IBinder.FIRST_CALL_TRANSACTION + 1);
        assertThat(ExchangeStub.TRANSACTION_FAIL_2).isEqualTo(ExchangeStub.TRANSACTION_FAIL + 1);
    }

    @Test
    void shouldReturnLocalObjectItself() {
        assertThat(ExchangeStub.asInterface(service)).isSameAs(service);
        assertThat(ExchangeStub.asInterfaceOrNull(service)).isSameAs(service);
        assertThat(ExchangeStub.asInterfaceOrNull(null)).isNull();
        assertThat(service.asBinder()).isSameAs(service);
    }

    @Test
    void shouldRefuseLocalObjectOfAnotherInterface() {
        Binder stranger = new Binder();

        assertThatThrownBy(() -> ExchangeStub.asInterface(stranger))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the local object does not implement " + ExchangeStub.DESCRIPTOR + ": binder=" + stranger);
    }

    @Test
    void shouldDecodeArgumentsAndEncodeResult() throws RemoteException {
        Parcel reply = transact(ExchangeStub.TRANSACTION_PRIMITIVES, data -> {
            data.writeBoolean(true);
            data.writeByte((byte) -1);
            data.writeChar('A');
            data.writeShort((short) -2);
            data.writeInt(3);
            data.writeLong(Long.MIN_VALUE);
            data.writeFloat(1.5f);
            data.writeDouble(-0.25);
        });

        assertThat(reply.readString()).isEqualTo("true -1 65 -2 3 -9223372036854775808 1.5 -0.25");
        assertThat(reply.dataAvail()).isZero();
        reply.recycle();
    }

    @Test
    void shouldRunOnewayMethodWithoutReply() throws RemoteException {
        Parcel data = Parcel.obtain();
        data.writeInterfaceToken(ExchangeStub.DESCRIPTOR);
        data.writeLong(7);

        assertThat(service.transact(ExchangeStub.TRANSACTION_POST, data, null, IBinder.FLAG_ONEWAY))
                .isTrue();
        assertThat(service.posted()).isEqualTo(7);
        data.recycle();
    }

    @Test
    void shouldRefuseTransactionMeantForAnotherInterface() {
        Parcel data = Parcel.obtain();
        data.writeInterfaceToken("io.bindery.Other");
        data.writeLong(7);

        assertThatThrownBy(() -> service.transact(ExchangeStub.TRANSACTION_POST, data, null, IBinder.FLAG_ONEWAY))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining(ExchangeStub.DESCRIPTOR);
        assertThat(service.posted()).isZero();
        data.recycle();
    }

    @Test
    void shouldSayThatItDoesNotKnowACode() throws RemoteException {
        Parcel data = Parcel.obtain();
        data.writeInterfaceToken(ExchangeStub.DESCRIPTOR);

        assertThat(service.transact(IBinder.LAST_CALL_TRANSACTION - 2, data, Parcel.obtain(), 0))
                .isFalse();
        data.recycle();
    }

    @Test
    void shouldRefuseNullForParameterThatMustNotBeNull() {
        assertThatThrownBy(() -> transact(ExchangeStub.TRANSACTION_ECHO, data -> data.writeString(null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("Exchange.echo: text must not be null");
    }

    @Test
    void shouldRefuseArgumentsThatAreLeftOver() {
        assertThatThrownBy(() -> transact(ExchangeStub.TRANSACTION_HALF, data -> {
                    data.writeDouble(1);
                    data.writeDouble(2);
                }))
                .isInstanceOf(BadParcelableException.class)
                .hasMessageContaining("different versions of the interface");
    }

    @Test
    void shouldRefuseArgumentsThatAreMissing() {
        assertThatThrownBy(() -> transact(ExchangeStub.TRANSACTION_HALF, data -> data.writeInt(1)))
                .isInstanceOf(BadParcelableException.class);
    }

    @Test
    void shouldRefuseOrdinalOfNoConstant() {
        assertThatThrownBy(() -> transact(ExchangeStub.TRANSACTION_OTHER, data -> data.writeInt(2)))
                .isInstanceOf(BadParcelableException.class)
                .hasMessageContaining("ordinal=2 type=io.bindery.processor.Exchange$Kind constants=2");
    }

    @Test
    void shouldRefuseArrayToBeFilledThatNoResultCouldHold() {
        assertThatThrownBy(() -> transact(ExchangeStub.TRANSACTION_FILL, data -> {
                    data.writeLongArray(new long[0]);
                    data.writeInt(Integer.MAX_VALUE);
                    data.writeInt(0);
                    data.writeInt(0);
                }))
                .isInstanceOf(BadParcelableException.class)
                .hasMessageContaining("length=2147483647");
    }

    @Test
    void shouldRefuseTagOfNoCaseAndNumberOfNoConstant() {
        assertThatThrownBy(() -> transact(ExchangeStub.TRANSACTION_ECHO_SHAPES, data -> {
                    data.writeInt(1);
                    data.writeInt(2);
                    data.writeInt(4);
                }))
                .isInstanceOf(BadParcelableException.class)
                .hasMessage("Shape has no case of this tag: tag=2 cases=2; the sender has a later version of it");
        assertThatThrownBy(() -> transact(ExchangeStub.TRANSACTION_ECHO_TONE, data -> {
                    data.writeBoolean(true);
                    data.writeLong(1);
                }))
                .isInstanceOf(BadParcelableException.class)
                .hasMessage("Tone has no constant of this number: number=1; the sender has a later version of it");
    }

    @Test
    void shouldNameItsTransactions() {
        assertThat(service.getTransactionName(ExchangeStub.TRANSACTION_ECHO_SHAPES))
                .isEqualTo("echoShapes");
        assertThat(service.getTransactionName(IBinder.PING_TRANSACTION)).isEqualTo("ping");
        assertThat(service.getTransactionName(IBinder.INTERFACE_VERSION_TRANSACTION))
                .isEqualTo("getInterfaceVersion");
        assertThat(service.getTransactionName(12_345)).isNull();
    }

    @Test
    void shouldRefuseListLongerThanTheParcel() {
        assertThatThrownBy(() -> transact(ExchangeStub.TRANSACTION_ECHO_STRINGS, data -> {
                    data.writeInt(Integer.MAX_VALUE);
                    data.writeString("a");
                }))
                .isInstanceOf(BadParcelableException.class)
                .hasMessageContaining("length=2147483647");
    }

    private Parcel transact(int code, Consumer<Parcel> arguments) throws RemoteException {
        Parcel data = Parcel.obtain();
        Parcel reply = Parcel.obtain();
        data.writeInterfaceToken(ExchangeStub.DESCRIPTOR);
        arguments.accept(data);
        assertThat(service.transact(code, data, reply, 0)).isTrue();
        data.recycle();
        return reply;
    }
}
