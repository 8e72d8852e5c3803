package io.bindery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BinderContext;
import io.bindery.ParcelFileDescriptor;
import io.bindery.RemoteException;
import io.bindery.SharedMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** File descriptors and shared memory as parameters, results, elements and components of generated interfaces. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TypedStorageTest {
    private Path file;
    private World world;
    private Keeper keeper;
    private Storage storage;

    /** Keeps memory that it is given. */
    private static final class Keeper extends StorageStub {
        final AtomicInteger dropped = new AtomicInteger();
        private @Nullable SharedMemory memory;

        @Override
        public ParcelFileDescriptor open(String path) {
            try {
                return ParcelFileDescriptor.open(Path.of(path), ParcelFileDescriptor.MODE_READ_ONLY);
            } catch (IOException e) {
                throw new IllegalArgumentException(e.getMessage());
            }
        }

        @Override
        public String read(ParcelFileDescriptor file) {
            return DescriptorPeer.read(file);
        }

        @Override
        public @Nullable ParcelFileDescriptor same(@Nullable ParcelFileDescriptor file) {
            return file;
        }

        @Override
        public List<String> readAll(List<ParcelFileDescriptor> files) {
            return files.stream().map(DescriptorPeer::read).toList();
        }

        @Override
        public SharedMemory keep(SharedMemory memory) {
            this.memory = memory;
            return memory;
        }

        @Override
        public @Nullable SharedMemory kept(@Nullable SharedMemory other) {
            return other == null ? memory : null;
        }

        @Override
        public Bundle bundle(Bundle bundle) {
            return bundle;
        }

        @Override
        public void drop(SharedMemory memory) {
            memory.close();
            dropped.incrementAndGet();
        }
    }

    @BeforeAll
    void open(@TempDir Path home) throws Exception {
        file = Files.writeString(home.resolve("typed-file"), "contents");
        world = new World(home);
        BinderContext owner = world.open();
        keeper = new Keeper();
        storage = StorageStub.asInterface(World.pass(keeper, owner, world.open()));
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void shouldOpenAFileThereAndReadItHere() throws Exception {
        try (ParcelFileDescriptor opened = storage.open(file.toString())) {
            Eventually.await("the other side has closed its own", () -> OpenFiles.count("typed-file") == 1);
            assertThat(DescriptorPeer.read(opened)).isEqualTo("contents");
        }
        assertThatThrownBy(() -> storage.open(file + ".absent"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ENOENT");
        Eventually.await("all closed", () -> OpenFiles.count("typed-file") == 0);
    }

    @Test
    void shouldReadThereWhatIsOpenHere() throws Exception {
        try (ParcelFileDescriptor first = keeper.open(file.toString());
                ParcelFileDescriptor second = keeper.open(file.toString())) {
            assertThat(storage.read(first)).isEqualTo("contents");
            assertThat(storage.readAll(List.of(second, first))).containsExactly("contents", "");
            try (ParcelFileDescriptor same = Objects.requireNonNull(storage.same(second))) {
                assertThat(same.getFd()).isNotEqualTo(second.getFd());
            }
        }
        assertThat(storage.same(null)).isNull();
        Eventually.await("all closed", () -> OpenFiles.count("typed-file") == 0);
    }

    @Test
    void shouldReturnTheVeryMemoryThatWasSent() throws Exception {
        try (SharedMemory memory = SharedMemory.create("typed-memory", 4096)) {
            assertThat(storage.keep(memory)).isSameAs(memory);
            SharedMemory there = keeper.memory;
            assertThat(storage.keep(memory)).isSameAs(memory);
            assertThat(keeper.memory).isSameAs(there).isNotSameAs(memory);
            assertThat(storage.kept(null)).isSameAs(memory);
            assertThat(storage.kept(memory)).isNull();
            Objects.requireNonNull(there).close();
        }
        Eventually.await("all closed", () -> OpenFiles.count("typed-memory") == 0);
    }

    @Test
    void shouldCarryMemoryInARecord() throws Exception {
        try (SharedMemory memory = SharedMemory.create("bundled-memory", 4096);
                ParcelFileDescriptor opened = keeper.open(file.toString())) {
            Storage.Bundle back = storage.bundle(new Storage.Bundle("both", memory, opened));
            assertThat(back.memory()).isSameAs(memory);
            assertThat(DescriptorPeer.read(back.file())).isEqualTo("contents");
            assertThat(storage.bundle(new Storage.Bundle("one", memory, null)).file())
                    .isNull();
        }
    }

    @Test
    void shouldSendMemoryOneway() throws RemoteException, IOException {
        int count = 300;
        int before = keeper.dropped.get();
        for (int i = 0; i < count; i++) {
            try (SharedMemory memory = SharedMemory.create("dropped-memory", 4096)) {
                storage.drop(memory);
            }
        }
        Eventually.await("all dropped", () -> keeper.dropped.get() == before + count);
        Eventually.await("all closed", () -> OpenFiles.count("dropped-memory") == 0);
    }
}
