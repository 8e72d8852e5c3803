package io.bindery.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said when a limit of the process is reached; each in a JVM of its own, started with that limit. */
@Timeout(120)
class ResourceLimitsTest {
    @Test
    void shouldNameTheLimitWhenDescriptorsRunOut() throws Exception {
        List<String> lines = runWithLimit("ulimit -n 64", UseAllDescriptors.class);

        assertThat(lines)
                .containsExactly(
                        "memfd_create failed: EMFILE (24, Too many open files); attempted: name=limited size=4096; "
                                + "raise RLIMIT_NOFILE (ulimit -n), or close descriptors",
                        "socket failed: EMFILE (24, Too many open files); attempted: AF_UNIX SOCK_STREAM; "
                                + "raise RLIMIT_NOFILE (ulimit -n), or close descriptors",
                        "receives again once there is room: truncated=true count=0, truncated=false count=1");
    }

    @Test
    void shouldNameTheLimitWhenTheMemoryIsTooLarge() throws Exception {
        List<String> lines = runWithLimit("ulimit -f 16", CreateLargeMemory.class);

        assertThat(lines)
                .containsExactly(
                        "ftruncate failed: EFBIG (27, File too large); attempted: name=large size=1048576; "
                                + "raise RLIMIT_FSIZE (ulimit -f)",
                        "left open: []");
    }

    private static List<String> runWithLimit(String limit, Class<?> main) throws Exception {
        List<String> prefix = List.of("sh", "-c", limit + " && exec \"$@\"", "sh");
        List<String> options = List.of("--enable-native-access=ALL-UNNAMED");
        try (ChildJvm child = ChildJvm.start(prefix, options, main)) {
            List<String> lines = child.readToEnd();
            assertThat(child.waitForExit()).as(String.join("\n", lines)).isZero();
            return lines;
        }
    }

    static final class UseAllDescriptors {
        public static void main(String[] arguments) throws IOException {
            // Classes come from a folder here: the one that is needed first when nothing can be opened would be
            // missing.
            reasonOf(() -> FileDescriptors.fstat(-1));
            FileDescriptors.close(Memfd.create("warm-up", 1));
            int[] pair = UnixSocket.pair();
            List<Integer> used = new ArrayList<>();
            try (SocketMessage sender = new SocketMessage(8);
                    SocketMessage receiver = new SocketMessage(8)) {
                for (int i = 0; i < 2; i++) {
                    sender.send(pair[0], sender.buffer(), 1, pair[0]);
                }
                String reason = useUp(used);
                String socketReason = reasonOf(UnixSocket::stream);
                receiver.receive(pair[1]);
                String starved = "truncated=" + receiver.truncated() + " count=" + receiver.descriptorCount();
                used.forEach(FileDescriptors::close);
                receiver.receive(pair[1]);
                System.out.println(reason);
                System.out.println(socketReason);
                System.out.println("receives again once there is room: " + starved + ", truncated="
                        + receiver.truncated() + " count=" + receiver.descriptorCount());
            }
        }

        private static String useUp(List<Integer> used) {
            while (true) {
                String reason = reasonOf(() -> used.add(Memfd.create("limited", 4096)));
                if (!reason.isEmpty()) {
                    return reason;
                }
            }
        }
    }

    static final class CreateLargeMemory {
        public static void main(String[] arguments) throws IOException {
            System.out.println(reasonOf(() -> Memfd.create("large", 1 << 20)));
            System.out.println("left open: " + OpenDescriptors.linksContaining("memfd:large"));
        }
    }

    private interface Attempt {
        Object run() throws IOException;
    }

    /** The message of the failure; empty if there was none. */
    private static String reasonOf(Attempt attempt) {
        try {
            attempt.run();
            return "";
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
