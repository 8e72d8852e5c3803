package io.bindery.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Users and groups, as this machine's own files have them. */
class AccountsTest {
    @Test
    void shouldFindEachUserOfThePasswordFile() throws Exception {
        for (String line : lines("/etc/passwd")) {
            String[] fields = line.split(":", -1);
            assertThat(Accounts.uidOf(fields[0])).as(line).hasValue(Integer.parseUnsignedInt(fields[2]));
        }
    }

    @Test
    void shouldFindEachGroupOfTheGroupFile() throws Exception {
        for (String line : lines("/etc/group")) {
            String[] fields = line.split(":", -1);
            assertThat(Accounts.gidOf(fields[0])).as(line).hasValue(Integer.parseUnsignedInt(fields[2]));
        }
    }

    private static List<String> lines(String file) throws Exception {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.matches("[a-z_][^:+]*:[^:]*:\\d+.*"))
                .toList();
    }

    @Test
    void shouldFindNobodyByAnUnknownName() {
        assertThat(Accounts.uidOf("no-such-user-on-any-machine")).isEmpty();
        assertThat(Accounts.gidOf("no-such-group-on-any-machine")).isEmpty();
    }

    @Test
    void shouldTellPeersTheGroupsOfThisProcess() throws Exception {
        int[] pair = UnixSocket.pair();
        try {
            assertThat(Arrays.stream(UnixSocket.peerGroups(pair[0])).sorted().toArray())
                    .isEqualTo(Arrays.stream(Accounts.ownGroups()).sorted().toArray());
        } finally {
            FileDescriptors.close(pair[0]);
            FileDescriptors.close(pair[1]);
        }
    }
}
