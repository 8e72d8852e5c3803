package io.bindery.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDescriptorsTest {
    private static final int F_GETFD = 1;
    private static final int FD_CLOEXEC = 1;
    private static final int F_GETFL = 3;

    private final OpenDescriptors open = new OpenDescriptors();

    @TempDir
    private Path directory;

    @AfterEach
    void closeDescriptors() {
        open.close();
    }

    @Test
    void shouldCloseOnceAndComplainTheSecondTime() throws IOException {
        int fd = EventFd.create();

        FileDescriptors.close(fd);

        assertThat(OpenDescriptors.isOpen(fd)).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> FileDescriptors.close(1_000_000))
                .withMessage("close failed: EBADF (9, Bad file descriptor); attempted: fd=1000000 (closed twice?)");
        FileDescriptors.close(-1); // none: nothing to close
    }

    @Test
    void shouldDuplicateTheSameOpenFile() throws IOException {
        int event = open.add(EventFd.create());

        int copy = open.add(FileDescriptors.dup(event));
        EventFd.signal(event);

        assertThat(copy).isNotEqualTo(event);
        assertThat(EventFd.drain(copy)).isEqualTo(1);
        assertThat(FileDescriptors.fcntl(copy, F_GETFD, 0)).isEqualTo(FD_CLOEXEC);
        assertThatThrownBy(() -> FileDescriptors.dup(1_000_000))
                .hasMessage("fcntl(F_DUPFD_CLOEXEC) failed: EBADF (9, Bad file descriptor); attempted: fd=1000000");
    }

    @Test
    void shouldDescribeAnOpenFileAsTheFileSystemDoes() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[10_000]);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x--x"));
        int fd = open.add(FileDescriptors.open(file, FileDescriptors.O_RDWR, 0));

        FileStatus status = FileDescriptors.fstat(fd);

        assertThat(status.mode()).isEqualTo(Files.getAttribute(file, "unix:mode"));
        assertThat(status.uid()).isEqualTo(Files.getAttribute(file, "unix:uid"));
        assertThat(status.gid()).isEqualTo(Files.getAttribute(file, "unix:gid"));
        assertThat(status.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
        assertThat(status.size()).isEqualTo(10_000);
        assertThat(status.allocatedBytes() % 512).isZero();
        assertThat(status.type()).isEqualTo("regular file");
        assertThat(status.isDirectory()).isFalse();
    }

    @Test
    void shouldMakeAPipeNonBlocking() throws IOException {
        int[] pipe = open.add(RawCalls.pipe());
        assertThat(FileDescriptors.fcntl(pipe[0], F_GETFL, 0) & FileDescriptors.O_NONBLOCK)
                .isZero();

        FileDescriptors.setNonBlocking(pipe[0]);

        assertThat(FileDescriptors.fcntl(pipe[0], F_GETFL, 0) & FileDescriptors.O_NONBLOCK)
                .isNotZero();
        assertThatThrownBy(() -> FileDescriptors.setNonBlocking(1_000_000)).hasMessageContaining("F_GETFL");
    }

    @Test
    void shouldOpenADirectoryButNeitherALinkToOneNorAFile() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        Path file = Files.createFile(directory.resolve("file"));

        int fd = open.add(FileDescriptors.openDirectory(directory));

        assertThat(FileDescriptors.fstat(fd).isDirectory()).isTrue();
        assertThatThrownBy(() -> FileDescriptors.openDirectory(link)).hasMessageContaining("directory=" + link);
        assertThatThrownBy(() -> FileDescriptors.openDirectory(file)).hasMessageContaining("ENOTDIR");
    }

    @Test
    void shouldFindFilesByTheNamesThatJavaGivesThem() throws IOException {
        String name = Charset.forName(System.getProperty("sun.jnu.encoding"))
                        .newEncoder()
                        .canEncode('ü')
                ? "für-binder"
                : "for-binder";
        Path file = Files.createFile(directory.resolve(name));

        assertThat(open.add(FileDescriptors.open(file, FileDescriptors.O_RDWR, 0)))
                .isNotNegative();
    }

    @Test
    void shouldTakeNoPathThatCannotBeEncoded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NativePath.encode("lone surrogate \uD800"))
                .withMessageContaining("encoding=");
    }
}
