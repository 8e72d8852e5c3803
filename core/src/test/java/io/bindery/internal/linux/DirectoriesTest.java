package io.bindery.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {
    @TempDir
    private Path base;

    @Test
    void shouldCreateADirectoryAndItsParentsForItsOwnerAlone() throws IOException {
        Path directory = base.resolve("run/bindery/binder");

        Directories.createPrivate(directory);
        Directories.createPrivate(directory);

        for (Path created : new Path[] {directory, directory.getParent(), base.resolve("run")}) {
            assertThat(permissions(created)).as(created.toString()).isEqualTo("rwx------");
        }
        Directories.check(directory, Processes.uid());
    }

    @Test
    void shouldLeaveAnExistingDirectoryAsItIs() throws IOException {
        Path directory = make("existing", "rwxr-xr-x");

        Directories.createPrivate(directory);

        assertThat(permissions(directory)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void shouldRefuseADirectoryThatOthersMayWriteTo() throws IOException {
        for (String open : new String[] {"rwxrwx---", "rwx----w-", "rwxrwxrwx"}) {
            Path directory = make("open-" + open, open);

            assertThatThrownBy(() -> Directories.check(directory, Processes.uid()))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageStartingWith(directory + ": may be written to by others: mode=7")
                    .hasMessageEndingWith("chmod go-w");
            assertThatThrownBy(() -> Directories.createPrivate(directory)).hasMessageContaining("by others");
            assertThatCode(() -> Directories.check(directory, Processes.uid(), true))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void shouldRefuseADirectoryOfAnotherUser() throws IOException {
        Path directory = make("foreign", "rwx------");
        int expected = Processes.uid() + 1;

        assertThatThrownBy(() -> Directories.check(directory, expected))
                .hasMessage(directory + ": belongs to another user: owner=" + Processes.uid() + " expected=" + expected
                        + "; name a directory of your own");
    }

    @Test
    void shouldRefuseASymbolicLink() throws IOException {
        Path target = make("target", "rwx------");
        Path link = Files.createSymbolicLink(base.resolve("link"), target);

        assertThatThrownBy(() -> Directories.check(link, Processes.uid()))
                .hasMessageStartingWith(link + ": is a symbolic link");
        assertThatThrownBy(() -> Directories.createPrivate(link)).hasMessageContaining("is a symbolic link");
    }

    @Test
    void shouldRefuseWhatIsMissingOrNoDirectory() throws IOException {
        Path missing = base.resolve("missing");
        Path file = Files.createFile(base.resolve("file"));

        assertThatThrownBy(() -> Directories.check(missing, Processes.uid()))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(missing.toString());
        assertThatThrownBy(() -> Directories.check(file, Processes.uid()))
                .hasMessageStartingWith(file + ": is not a directory");
        assertThatThrownBy(() -> Directories.createPrivate(file)).hasMessageContaining("is not a directory");
    }

    private Path make(String name, String permissions) throws IOException {
        Path directory = Files.createDirectory(base.resolve(name));
        return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
