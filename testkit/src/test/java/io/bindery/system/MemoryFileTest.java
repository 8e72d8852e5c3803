package io.bindery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.MemoryFile;
import io.bindery.Parcel;
import io.bindery.SharedMemory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shared memory with the methods of a file. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MemoryFileTest {
    @Test
    void shouldWriteAndReadAtAnyPlace() throws Exception {
        try (MemoryFile file = new MemoryFile("file-alone", 10)) {
            file.writeBytes(new byte[] {1, 2, 3, 4}, 1, 7, 3);
            byte[] read = new byte[6];
            assertThat(file.readBytes(read, 6, 1, 4)).isEqualTo(4);
            assertThat(read).containsExactly(0, 0, 2, 3, 4, 0);
            assertThat(file.length()).isEqualTo(10);
            assertThatThrownBy(() -> file.readBytes(read, 8, 0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> file.writeBytes(read, 0, 8, 3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> file.writeBytes(read, 4, 0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void shouldStreamFromStartToEnd() throws Exception {
        try (MemoryFile file = new MemoryFile("file-streamed", 5)) {
            OutputStream out = file.getOutputStream();
            out.write(new byte[] {1, 2, 3});
            out.write(4);
            assertThatThrownBy(() -> out.write(new byte[2]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("position=4 count=2 length=5");
            InputStream in = file.getInputStream();
            assertThat(in.available()).isEqualTo(5);
            assertThat(in.read()).isEqualTo(1);
            in.mark(0);
            assertThat(in.skip(1)).isEqualTo(1);
            assertThat(in.readAllBytes()).containsExactly(3, 4, 0);
            assertThat(in.read()).isEqualTo(-1);
            in.reset();
            assertThat(in.readAllBytes()).containsExactly(2, 3, 4, 0);
        }
    }

    @Test
    void shouldRefuseEverythingOnceItIsClosed() throws Exception {
        MemoryFile file = new MemoryFile("file-closed", 8);
        InputStream in = file.getInputStream();
        file.close();
        file.close();
        assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
        assertThatThrownBy(() -> file.writeBytes(new byte[1], 0, 0, 1)).isInstanceOf(IOException.class);
        assertThat(OpenFiles.count("file-closed")).isZero();
    }

    @Test
    void shouldRememberWhetherPurgingIsAllowedAndNeverPurge() throws Exception {
        try (MemoryFile file = new MemoryFile("file-purged", 8)) {
            file.writeBytes(new byte[] {9}, 0, 0, 1);
            assertThat(file.isPurgingAllowed()).isFalse();
            assertThat(file.allowPurging(true)).isFalse();
            assertThat(file.allowPurging(true)).isTrue();
            assertThat(file.isPurgingAllowed()).isTrue();
            assertThat(file.getInputStream().read()).isEqualTo(9);
        }
    }

    @Test
    void shouldBeReadAndWrittenFromTwoProcesses(@TempDir Path home) throws Exception {
        try (World world = new World(home)) {
            BinderContext owner = world.open();
            BinderProxy remote = World.pass(
                    Transactions.object((code, data, reply) -> {
                        try (MemoryFile file = MemoryFile.of(Objects.requireNonNull(data.readSharedMemory()))) {
                            int first = file.getInputStream().read();
                            file.writeBytes(new byte[] {(byte) (first + 1)}, 0, 1, 1);
                        } catch (IOException e) {
                            reply.writeString(e.getMessage());
                        }
                    }),
                    owner,
                    world.open());
            try (MemoryFile file = new MemoryFile("file-shared", 100)) {
                file.writeBytes(new byte[] {41}, 0, 0, 1);
                Transactions.run(remote, 1, data -> data.writeSharedMemory(file.memory()));
                byte[] second = new byte[1];
                file.readBytes(second, 1, 0, 1);
                assertThat(second).containsExactly(42);

                assertThat(file.memory().setProtect(SharedMemory.PROT_READ)).isTrue();
                String refused =
                        Transactions.call(remote, 1, data -> data.writeSharedMemory(file.memory()), Parcel::readString);
                assertThat(refused).contains("read-only");
            }
            Eventually.await("closed", () -> OpenFiles.count("memfd:file-shared") == 0);
        }
    }
}
