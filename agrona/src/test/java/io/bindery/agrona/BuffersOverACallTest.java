package io.bindery.agrona;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.servicemanager.ServiceManager;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuffersOverACallTest {
    private static final int REVERSE = Binder.FIRST_CALL_TRANSACTION;

    @TempDir
    Path home;

    /** Sends the longs of its argument back in the opposite order, both ways through buffers. */
    private static final class Reverser extends Binder {
        private final UnsafeBuffer in = new UnsafeBuffer();
        private final UnsafeBuffer out = new UnsafeBuffer();

        @Override
        protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
            if (code != REVERSE || reply == null) {
                return super.onTransact(code, data, reply, flags);
            }
            int length = ParcelBuffers.wrapRead(data, in);
            reply.claimReply(4 + length);
            ParcelBuffers.wrapWrite(reply, length, out);
            for (int i = 0; i < length; i += Long.BYTES) {
                out.putLong(length - Long.BYTES - i, in.getLong(i));
            }
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100, 2000, 50_000})
    void shouldEncodeAndDecodeInTheMemoryBetweenTwoProcesses(int longs) throws Exception {
        try (BinderContext server = open();
                BinderContext client = open()) {
            ServiceManager.of(server).addService("reverser", new Reverser());
            BinderProxy reverser = (BinderProxy) ServiceManager.of(client).getService("reverser");
            UnsafeBuffer buffer = new UnsafeBuffer();
            int length = longs * Long.BYTES;
            for (int round = 0; round < 10; round++) {
                try (Call call = reverser.newCall(REVERSE, 0, 4 + length)) {
                    ParcelBuffers.wrapWrite(call.data(), length, buffer);
                    for (int i = 0; i < longs; i++) {
                        buffer.putLong(i * Long.BYTES, i + round);
                    }
                    assertThat(ParcelBuffers.wrapRead(call.invoke(), buffer)).isEqualTo(length);
                    for (int i = 0; i < longs; i++) {
                        assertThat(buffer.getLong(i * Long.BYTES)).isEqualTo(longs - 1 - i + round);
                    }
                    ParcelBuffers.unwrap(buffer);
                }
            }
        }
    }

    @Test
    void shouldRefuseMoreThanTheClaimHasRoomFor() throws Exception {
        try (BinderContext server = open();
                BinderContext client = open()) {
            ServiceManager.of(server).addService("reverser", new Reverser());
            BinderProxy reverser = (BinderProxy) ServiceManager.of(client).getService("reverser");
            try (Call call = reverser.newCall(REVERSE, 0, 4 + 8)) {
                assertThatThrownBy(() -> ParcelBuffers.wrapWrite(call.data(), 9, new UnsafeBuffer()))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("bound=12");
            }
            assertThat(reverser.pingBinder()).as("the claim was given up").isTrue();
        }
    }

    private BinderContext open() throws Exception {
        return BinderContext.builder("buffers").home(home).open();
    }
}
