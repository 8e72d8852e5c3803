package io.bindery.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class NativeAccessTest {
    private static final String DENIED =
            "this JVM denies native access to Bindery, which makes its system calls through"
                    + " java.lang.foreign; add to the command line: --enable-native-access=ALL-UNNAMED";

    @Test
    void shouldBeAllowedHere() {
        assertThatCode(Native::requireAccess).doesNotThrowAnyException();
    }

    @Test
    void shouldNameTheFlagWhenTheJvmDeniesNativeAccess() throws Exception {
        try (ChildJvm child = ChildJvm.start(List.of(), List.of("--illegal-native-access=deny"), TryTwice.class)) {
            assertThat(child.readToEnd())
                    .containsExactly(
                            "java.lang.IllegalStateException: " + DENIED,
                            "java.lang.IllegalStateException: " + DENIED,
                            "java.lang.UnsatisfiedLinkError: " + DENIED);
            assertThat(child.waitForExit()).isZero();
        }
    }

    @Test
    void shouldWorkWithoutAnyFlagButWarn() throws Exception {
        try (ChildJvm child = ChildJvm.start(List.of(), List.of(), TryTwice.class)) {
            assertThat(child.readToEnd())
                    .filteredOn(line -> !line.isEmpty() && !line.startsWith("WARNING:"))
                    .containsExactly("allowed", "allowed", "allowed");
        }
    }

    @Test
    void shouldSayOnWhichMachinesItRuns() {
        assertThat(Architecture.detect("Linux", "amd64")).isEqualTo(Architecture.X86_64);
        assertThat(Architecture.detect("Linux", "aarch64")).isEqualTo(Architecture.AARCH64);
        assertThatThrownBy(() -> Architecture.detect("Mac OS X", "aarch64"))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessage(
                        "Bindery runs on Linux on x86-64 or aarch64, not here: os.name=Mac OS X os.arch=aarch64; run"
                                + " it on a supported machine");
        assertThatThrownBy(() -> Architecture.detect("Linux", "riscv64")).hasMessageContaining("os.arch=riscv64");
    }

    @Test
    void shouldDescribeTheKernelInOneLine() throws IOException {
        SystemFeatures features = SystemFeatures.current();

        assertThat(features.toString())
                .matches("kernel \\S+: futex_waitv (yes|no), SO_PEERPIDFD (yes|no), MFD_NOEXEC_SEAL (yes|no),"
                        + " PIDFD_THREAD (yes|no)")
                .contains(features.kernel());
        assertThat(SystemFeatures.current()).isSameAs(features);
        assertThat(new SystemFeatures("5.10.0", true, false, false, false))
                .hasToString("kernel 5.10.0: futex_waitv yes, SO_PEERPIDFD no, MFD_NOEXEC_SEAL no, PIDFD_THREAD no");
    }

    @Test
    void shouldFindWhatTheVersionOfTheKernelPromises() throws IOException {
        SystemFeatures features = SystemFeatures.current();
        String[] version = features.kernel().split("[.-]");
        int number = Integer.parseInt(version[0]) * 1000 + Integer.parseInt(version[1]);

        // Not the reverse: distributions carry newer features back, and sandboxes hide calls.
        if (!features.memfdNoexecSeal()) {
            assertThat(number).isLessThan(6_003);
        }
        if (!features.socketPeerPidfd()) {
            assertThat(number).isLessThan(6_005);
        }
        if (!features.threadPidfd()) {
            assertThat(number).isLessThan(6_009);
        }
    }

    @Test
    void shouldCallErrorsByTheirNames() {
        assertThat(Errno.describe(Errno.EMFILE)).isEqualTo("EMFILE (24, Too many open files)");
        assertThat(Errno.name(Errno.EWOULDBLOCK)).isEqualTo("EAGAIN");
        for (int unknown : new int[] {-1, 0, 41, 58, 134, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThat(Errno.describe(unknown)).isEqualTo("errno-" + unknown + " (" + unknown + ", unknown error)");
        }
    }

    @Test
    void shouldKnowTheTextsOfTheCLibrary() {
        for (int errno = 1; errno < 134; errno++) {
            if (errno != 41 && errno != 58) { // numbers that Linux does not use
                assertThat(Errno.name(errno)).matches("E[A-Z0-9]+");
                assertThat(Errno.text(errno).toLowerCase(Locale.ROOT))
                        .as(Errno.name(errno))
                        .isEqualTo(RawCalls.strerror(errno).toLowerCase(Locale.ROOT));
            }
        }
    }

    static final class TryTwice {
        public static void main(String[] arguments) {
            attempt(Native::requireAccess);
            attempt(Native::requireAccess);
            attempt(() -> Futex.wake(0x1000, 0));
        }

        private static void attempt(Runnable call) {
            try {
                call.run();
                System.out.println("allowed");
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage().startsWith("futex") ? "allowed" : e);
            } catch (LinkageError e) {
                System.out.println(e);
            }
        }
    }
}
