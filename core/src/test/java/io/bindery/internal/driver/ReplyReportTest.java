package io.bindery.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BadParcelableException;
import io.bindery.DeadObjectException;
import io.bindery.RemoteException;
import io.bindery.ServiceSpecificException;
import io.bindery.TransactionTooLargeException;
import io.bindery.UnknownTransactionException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a reply says in place of a result. */
class ReplyReportTest {
    private final DriverParcel reply = (DriverParcel) DriverParcel.obtainPooled();

    @AfterEach
    void recycle() {
        reply.recycle();
    }

    @Test
    void shouldThrowEachExceptionAsItself() {
        for (Exception thrown : List.of(
                new SecurityException("m"),
                new BadParcelableException("m"),
                new IllegalArgumentException("m"),
                new NullPointerException("m"),
                new IllegalStateException("m"),
                new UnsupportedOperationException("m"))) {
            reply.writeException(thrown);

            assertThatThrownBy(reply::readException)
                    .isExactlyInstanceOf(thrown.getClass())
                    .hasMessage("m")
                    .hasNoCause();
        }
    }

    @Test
    void shouldCarryTheNumberOfAServicesOwnError() {
        reply.writeException(new ServiceSpecificException(-7, "m"));

        assertThatThrownBy(reply::readException)
                .isInstanceOfSatisfying(
                        ServiceSpecificException.class,
                        e -> assertThat(e.errorCode()).isEqualTo(-7));
    }

    @Test
    void shouldNameTheClassOfOtherExceptions() {
        reply.writeException(new IOException("m"));

        assertThatThrownBy(reply::readException)
                .isExactlyInstanceOf(RemoteException.class)
                .hasMessage("the handler threw java.io.IOException: m");
    }

    @Test
    void shouldDropWhatWasWrittenBefore() throws RemoteException {
        reply.writeLong(1);
        reply.writeException(new IllegalStateException("m"));
        reply.writeNoException();
        reply.readException();

        reply.writeException(new IllegalStateException((String) null));
        assertThatThrownBy(reply::readException)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("");
    }

    @Test
    void shouldSkipWhatItDoesNotKnowAndDefaultWhatIsMissing() {
        report("m", null, 5, 0x1234L);
        reply.setStatus(ReplyStatus.EX_SERVICE_SPECIFIC);
        assertThatThrownBy(reply::readException)
                .isInstanceOfSatisfying(
                        ServiceSpecificException.class,
                        e -> assertThat(e.errorCode()).isEqualTo(5));

        report("m");
        reply.setStatus(ReplyStatus.EX_SERVICE_SPECIFIC);
        assertThatThrownBy(reply::readException)
                .isInstanceOfSatisfying(
                        ServiceSpecificException.class,
                        e -> assertThat(e.errorCode()).isZero());
    }

    @Test
    void shouldSayWhichStatusItDoesNotKnow() {
        report("of a later version", null, 0, "unknown");
        reply.setStatus(-77);

        assertThatThrownBy(reply::readException)
                .isExactlyInstanceOf(RemoteException.class)
                .hasMessageContaining("status=-77 message=of a later version");
    }

    @Test
    void shouldSayWhatTheDriverOfTheCalleeSays() {
        for (var expected : List.of(
                List.of(ReplyStatus.UNKNOWN_TRANSACTION, UnknownTransactionException.class),
                List.of(ReplyStatus.REPLY_TOO_LARGE, TransactionTooLargeException.class),
                List.of(ReplyStatus.UNKNOWN_HANDLE, DeadObjectException.class),
                List.of(ReplyStatus.NESTED_TOO_DEEP, RemoteException.class))) {
            reply.writeFailure((Integer) expected.getFirst(), "m");

            assertThatThrownBy(reply::readException)
                    .isExactlyInstanceOf((Class<?>) expected.getLast())
                    .hasMessage("m");
        }
    }

    @Test
    void shouldGiveThePlaceOfTheHandlerAsTheCause() {
        report("m", RemoteStackTrace.of(new IllegalStateException()), 0);
        reply.setStatus(ReplyStatus.EX_ILLEGAL_STATE);

        assertThatThrownBy(reply::readException)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("m")
                .cause()
                .hasMessageStartingWith("thrown in the handler's process:\n\tat ")
                .hasMessageContaining("ReplyReportTest.shouldGiveThePlaceOfTheHandlerAsTheCause")
                .hasNoCause();
    }

    @Test
    void shouldRefuseMalformedReport() {
        reply.clear();
        reply.writeInt(-1);
        reply.setStatus(ReplyStatus.EX_ILLEGAL_STATE);

        assertThatThrownBy(reply::readException)
                .isExactlyInstanceOf(RemoteException.class)
                .hasMessageContaining("cannot be read: status=" + ReplyStatus.EX_ILLEGAL_STATE);
    }

    private void report(@Nullable Object... parts) {
        reply.clear();
        int begin = reply.beginWriteSized();
        for (Object part : parts) {
            switch (part) {
                case null -> reply.writeString(null);
                case String text -> reply.writeString(text);
                case Integer number -> reply.writeInt(number);
                default -> reply.writeLong((Long) part);
            }
        }
        reply.endWriteSized(begin);
    }
}
