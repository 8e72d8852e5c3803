package io.bindery.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FileLockTest {
    @TempDir
    private Path directory;

    @Test
    void shouldCreateAFileThatOnlyItsOwnerCanOpen() throws IOException {
        Path file = directory.resolve("lock");

        int lock = FileLock.tryLock(file);

        assertThat(lock).isNotNegative();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        FileLock.unlock(lock);
        assertThat(file).exists();
    }

    @Test
    void shouldLetOnlyOneHaveIt() throws IOException {
        Path file = directory.resolve("lock");
        int first = FileLock.tryLock(file);

        assertThat(FileLock.tryLock(file)).isEqualTo(-Errno.EWOULDBLOCK);
        assertThat(OpenDescriptors.linksContaining(file.toString()))
                .as("descriptors for it")
                .hasSize(1);

        FileLock.unlock(first);
        int second = FileLock.tryLock(file);
        assertThat(second).isNotNegative();
        FileLock.unlock(second);
    }

    @Test
    void shouldBeFreeAsSoonAsItsHolderIsKilled() throws Exception {
        Path file = directory.resolve("lock");
        try (ChildJvm holder = ChildJvm.start(HoldLock.class, file.toString())) {
            assertThat(holder.readLine()).isEqualTo("locked");
            assertThat(FileLock.tryLock(file)).isEqualTo(-Errno.EWOULDBLOCK);
            int pidfd = Processes.pidfdOpen(holder.pid());
            Processes.sendSignal(pidfd, Processes.SIGKILL);
            FileDescriptors.close(pidfd);
            holder.waitForExit();

            int lock = FileLock.tryLock(file);

            assertThat(lock).isNotNegative();
            FileLock.unlock(lock);
        }
    }

    @Test
    void shouldNotFollowASymbolicLink() throws IOException {
        Path target = Files.createFile(directory.resolve("target"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);

        assertThatThrownBy(() -> FileLock.tryLock(link))
                .isInstanceOfSatisfying(
                        SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ELOOP))
                .hasMessageContaining("lock file=" + link)
                .hasMessageEndingWith("it is a symbolic link: delete it");
    }

    @Test
    void shouldRefuseWhatIsNoRegularFile() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> FileLock.tryLock(pipe))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(pipe + ": lock file must be a regular file: type=pipe; delete it");
        assertThatThrownBy(() -> FileLock.tryLock(directory)).hasMessageContaining("EISDIR");
        assertThat(OpenDescriptors.linksContaining(pipe.toString())).isEmpty();
    }

    @Test
    void shouldSayWhereTheFileCannotBe() {
        Path file = directory.resolve("absent/lock");

        assertThatThrownBy(() -> FileLock.tryLock(file))
                .hasMessage("open failed: ENOENT (2, No such file or directory); attempted: lock file=" + file);
        assertThatIllegalStateException()
                .isThrownBy(() -> FileLock.unlock(1_000_000))
                .withMessageContaining("flock failed: EBADF");
    }

    static final class HoldLock {
        public static void main(String[] arguments) throws IOException {
            System.out.println(FileLock.tryLock(Path.of(arguments[0])) >= 0 ? "locked" : "refused");
            System.in.read(); // until the parent ends it
        }
    }
}
