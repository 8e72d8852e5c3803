package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemfdTest {
    private static final long PAGE = Mapping.pageSize();
    private static final long SIZE = 4 * PAGE;
    private static final int F_ADD_SEALS = 1033;
    private static final int SEAL_SHRINK = 2;
    private static final int SEAL_GROW = 4;
    private static final int SEAL_FUTURE_WRITE = 16;
    private static final int KEEP_SIZE_AND_PUNCH_HOLE = 3;
    private static final int MADV_REMOVE = 9;

    private final OpenDescriptors open = new OpenDescriptors();

    @AfterEach
    void closeDescriptors() {
        open.close();
    }

    @Test
    void shouldAllocateAllOfItAtOnce() throws IOException {
        int fd = open.add(Memfd.create("allocated", SIZE));

        FileStatus status = FileDescriptors.fstat(fd);

        assertThat(status.isRegularFile()).isTrue();
        assertThat(status.size()).isEqualTo(SIZE);
        assertThat(status.allocatedBytes()).isGreaterThanOrEqualTo(SIZE);
        assertThat(status.uid()).isEqualTo(Processes.uid());
    }

    @Test
    void shouldNeverBeExecutableWhereTheKernelCanForbidIt() throws IOException {
        int fd = open.add(Memfd.create("noexec", PAGE));

        boolean executable = (FileDescriptors.fstat(fd).mode() & 0111) != 0;

        assertThat(executable).isEqualTo(!SystemFeatures.current().memfdNoexecSeal());
    }

    @Test
    void shouldAcceptWhatIsFullySealed() throws IOException {
        int fd = open.add(Memfd.create("sealed", SIZE));
        Memfd.seal(fd);

        Memfd.checkReceived(fd, SIZE);

        assertThat(Memfd.seals(fd) & Memfd.REQUIRED_SEALS).isEqualTo(Memfd.REQUIRED_SEALS);
    }

    @Test
    void shouldRefuseWhatIsNotSealed() throws IOException {
        int fd = open.add(Memfd.create("unsealed", SIZE));

        assertThatThrownBy(() -> Memfd.checkReceived(fd, SIZE))
                .isInstanceOf(BadDescriptorException.class)
                .hasMessageContaining("fd=" + fd + " lacks seals: missing=SEAL|SHRINK|GROW|FUTURE_WRITE")
                .hasMessageContaining("the peer must pass a memfd");
    }

    @Test
    void shouldRefuseWhatLacksAnyOneSeal() throws IOException {
        int[] bits = {1, SEAL_SHRINK, SEAL_GROW, SEAL_FUTURE_WRITE};
        String[] names = {"SEAL", "SHRINK", "GROW", "FUTURE_WRITE"};
        for (int i = 0; i < bits.length; i++) {
            int fd = open.add(Memfd.create("partly-sealed", SIZE));
            assertThat(FileDescriptors.fcntl(fd, F_ADD_SEALS, Memfd.REQUIRED_SEALS & ~bits[i]))
                    .isZero();

            assertThatThrownBy(() -> Memfd.checkReceived(fd, SIZE))
                    .as(names[i])
                    .isInstanceOf(BadDescriptorException.class)
                    .hasMessageContaining("missing=" + names[i] + " present=");
        }
    }

    @Test
    void shouldRefuseWhatHasHoles() throws IOException {
        int fd = open.add(Memfd.create("sparse", SIZE));
        assertThat(Memfd.fallocate(fd, KEEP_SIZE_AND_PUNCH_HOLE, PAGE, PAGE)).isZero();
        Memfd.seal(fd);

        assertThatThrownBy(() -> Memfd.checkReceived(fd, SIZE))
                .isInstanceOf(BadDescriptorException.class)
                .hasMessageContaining("has holes: allocatedBytes=" + (SIZE - PAGE) + " size=" + SIZE);
    }

    @Test
    void shouldRefuseWhatIsLargerOrSmallerThanAgreed() throws IOException {
        int fd = open.add(Memfd.create("sized", SIZE));
        Memfd.seal(fd);

        for (long agreed : new long[] {SIZE - 1, SIZE + 1, 0, -1, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> Memfd.checkReceived(fd, agreed))
                    .isInstanceOf(BadDescriptorException.class)
                    .hasMessageContaining("wrong size: size=" + SIZE + " expected=" + agreed);
        }
    }

    @Test
    void shouldRefuseWhatIsNoMemory(@TempDir Path directory) throws IOException {
        int[] pipe = open.add(RawCalls.pipe());
        int socket = open.add(UnixSocket.stream());
        int folder = open.add(FileDescriptors.openDirectory(directory));
        int event = open.add(EventFd.create());

        assertRefused(pipe[0], "is not memory: type=pipe");
        assertRefused(socket, "is not memory: type=socket");
        assertRefused(folder, "is not memory: type=directory");
        assertRefused(event, "is not memory: type=anonymous inode");
    }

    @Test
    void shouldRefuseAnOrdinaryFile(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[(int) SIZE]);
        int fd = open.add(FileDescriptors.open(file, FileDescriptors.O_RDWR, 0));

        // On disk it takes no seals at all; on tmpfs it takes none but SEAL.
        assertThatThrownBy(() -> Memfd.checkReceived(fd, SIZE))
                .isInstanceOf(BadDescriptorException.class)
                .hasMessageMatching(".*(is no memfd|lacks seals).*");
    }

    @Test
    void shouldSayThatTheDescriptorIsNotOpen() {
        assertThatThrownBy(() -> Memfd.checkReceived(1_000_000, SIZE))
                .isInstanceOf(SystemCallException.class)
                .hasMessage("statx failed: EBADF (9, Bad file descriptor); attempted: fd=1000000");
    }

    @Test
    void shouldLetNobodyGainWriteAccessOnceSealed() throws IOException {
        int fd = open.add(Memfd.create("attacked", SIZE));
        MemorySegment owner = Mapping.mapReadWrite(fd, SIZE);
        owner.fill((byte) 0x11);
        Memfd.seal(fd);
        MemorySegment reader = Mapping.mapReadOnly(fd, SIZE);
        int reopened = open.add(FileDescriptors.open(Path.of("/proc/self/fd/" + fd), FileDescriptors.O_RDWR, 0));

        for (int attacker : new int[] {fd, reopened}) {
            assertThatThrownBy(() -> Mapping.mapReadWrite(attacker, SIZE)).hasMessageContaining("EPERM");
            assertThat(Memfd.ftruncate(attacker, PAGE)).as("shrink").isEqualTo(-Errno.EPERM);
            assertThat(Memfd.ftruncate(attacker, 2 * SIZE)).as("grow").isEqualTo(-Errno.EPERM);
            assertThat(Memfd.fallocate(attacker, KEEP_SIZE_AND_PUNCH_HOLE, 0, PAGE))
                    .as("punch a hole")
                    .isEqualTo(-Errno.EPERM);
            assertThat(write(attacker)).as("write").isEqualTo(-Errno.EPERM);
            assertThat(FileDescriptors.fcntl(attacker, F_ADD_SEALS, 8))
                    .as("change seals")
                    .isEqualTo(-Errno.EPERM);
        }
        assertThat(RawCalls.mprotect(reader, RawCalls.PROT_READ_WRITE))
                .as("make the mapping writable")
                .isEqualTo(-Errno.EACCES);
        assertThat(RawCalls.madvise(owner, MADV_REMOVE))
                .as("the owner punches a hole through his own mapping")
                .isEqualTo(-Errno.EPERM);

        owner.set(JAVA_LONG, 0, 5);
        assertThat(reader.get(JAVA_LONG, 0)).as("the owner still writes").isEqualTo(5);
        assertThat(reader.asSlice(8).toArray(JAVA_BYTE)).containsOnly(0x11);
        Mapping.unmap(owner);
        Mapping.unmap(reader);
    }

    @Test
    void shouldSayThatWhatIsSealedTakesNoMoreSeals() throws IOException {
        int fd = open.add(Memfd.create("sealed-twice", SIZE));
        Memfd.seal(fd);

        assertThatThrownBy(() -> Memfd.seal(fd))
                .isInstanceOf(SystemCallException.class)
                .hasMessageStartingWith("fcntl(F_ADD_SEALS) failed: EPERM")
                .hasMessageContaining("seals=SEAL|SHRINK|GROW|FUTURE_WRITE");
        assertThatThrownBy(() -> Memfd.seals(open.add(EventFd.create())))
                .hasMessageStartingWith("fcntl(F_GET_SEALS) failed: EINVAL");
    }

    @Test
    void shouldRefuseANameOrSizeThatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Memfd.create("n".repeat(250), PAGE))
                .withMessageContaining("name is too long")
                .withMessageContaining("limit=249");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Memfd.create("empty", 0))
                .withMessage("memfd size is out of range: size=0 range=1..1099511627776 name=empty");
        // Never to be asked of the kernel: where it overcommits, it would try, and kill others to get the memory.
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Memfd.create("huge", Long.MAX_VALUE))
                .withMessageContaining("size=9223372036854775807");
    }

    private static int write(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            return RawCalls.write(fd, arena.allocate(8));
        }
    }

    private static void assertRefused(int fd, String reason) {
        assertThatThrownBy(() -> Memfd.checkReceived(fd, SIZE))
                .isInstanceOf(BadDescriptorException.class)
                .hasMessageContaining(reason);
    }
}
