package io.bindery.agrona;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.servicemanager.ServiceManager;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agrona's buffers laid over the memory between two processes. */
abstract class BuffersConformance {
    private static final int REVERSE = Reverser.REVERSE;

    @TempDir
    Path home;

    private AutoCloseable host;
    private BinderContext client;
    private BinderProxy reverser;

    /** Opens a context with a {@link Reverser} in it, which is to be closed after each test. */
    abstract AutoCloseable host(Path home) throws Exception;

    @BeforeEach
    void open() throws Exception {
        host = host(home);
        client = BinderContext.builder(Reverser.CONTEXT).home(home).open();
        reverser = (BinderProxy) ServiceManager.of(client).getService(Reverser.SERVICE);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        host.close();
    }

    @Test
    void shouldEncodeAndDecodeInTheMemoryBetweenTwoProcesses() throws Exception {
        UnsafeBuffer buffer = new UnsafeBuffer();
        for (int longs : new int[] {1, 3, 100, 2000, 50_000}) {
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
        try (Call call = reverser.newCall(REVERSE, 0, 4 + 8)) {
            assertThatThrownBy(() -> ParcelBuffers.wrapWrite(call.data(), 9, new UnsafeBuffer()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("bound=12");
        }
        assertThat(reverser.pingBinder()).as("the claim was given up").isTrue();
    }
}
