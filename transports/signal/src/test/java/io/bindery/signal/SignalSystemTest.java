package io.bindery.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.DeadObjectException;
import io.bindery.RemoteException;
import io.bindery.testkit.PeerJvm;
import io.bindery.testkit.transport.Conditions;
import io.bindery.transport.MissingTraitException;
import io.bindery.transport.Trait;
import io.bindery.transport.signal.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Methods that are signals, from this process to others. */
class SignalSystemTest {
    private static final int OTHER_UID = 65_533;

    private static PeerJvm peer;

    private BinderContext context;

    @BeforeAll
    static void startPeer() {
        peer = PeerJvm.start(DaemonPeer.class);
        assertThat(peer.answer()).isEqualTo("ready");
    }

    @AfterAll
    static void endPeer() {
        peer.close();
    }

    @BeforeEach
    void open() throws IOException {
        context = BinderContext.builder("sender").transports().open();
        assertThat(peer.ask("clear")).isEmpty();
    }

    @AfterEach
    void close() {
        context.close();
    }

    private Daemon daemon(int target) throws RemoteException {
        return DaemonStub.asInterface(context.connect("signal:" + target));
    }

    private static void assertComes(String calls) throws Exception {
        Conditions.await("comes: " + calls, () -> peer.ask("calls").equals(calls));
    }

    @Test
    void shouldCallAMethodForEachSignal() throws Exception {
        Daemon daemon = daemon(peer.pid());
        daemon.reload();
        assertComes("reload");
        daemon.rotate();
        assertComes("reload rotate");
        daemon.reload();
        assertComes("reload rotate reload");
    }

    @Test
    void shouldReceiveWhatOthersSend() throws Exception {
        Process kill = new ProcessBuilder("sh", "-c", "kill -USR1 " + peer.pid()).start();
        assertThat(kill.waitFor()).isZero();
        assertComes("rotate");
        Signals.sendSignal(peer.pid(), "HUP");
        assertComes("rotate reload");
    }

    @Test
    void shouldLoseNoRealTimeSignalAndKeepTheirOrder() throws Exception {
        Daemon daemon = daemon(peer.pid());
        for (int i = 0; i < 500; i++) {
            daemon.tick();
        }
        assertComes(String.join(" ", Collections.nCopies(500, "tick")));
    }

    @Test
    void shouldKeepRealTimeSignalsWhileAHandlerRuns() throws Exception {
        Daemon daemon = daemon(peer.pid());
        assertThat(peer.ask("hold")).isEmpty();
        for (int i = 0; i < 1_000; i++) {
            daemon.tock();
        }
        assertComes("tock");
        peer.tell("go");
        assertThat(peer.answer()).startsWith("tock");
        assertComes(String.join(" ", Collections.nCopies(1_000, "tock")));
    }

    @Test
    void shouldJoinStandardSignalsThatWait() throws Exception {
        Daemon daemon = daemon(peer.pid());
        assertThat(peer.ask("hold")).isEmpty();
        daemon.reload();
        assertComes("reload");
        for (int i = 0; i < 200; i++) {
            daemon.rotate();
        }
        peer.tell("go");
        assertThat(peer.answer()).startsWith("reload");
        Conditions.await("at least one of them comes", () -> peer.ask("calls").contains("rotate"));
        Conditions.await("no more comes", () -> {
            String before = peer.ask("calls");
            LockSupport.parkNanos(50_000_000);
            return peer.ask("calls").equals(before);
        });

        assertThat(List.of(peer.ask("calls").split(" ")).size()).isLessThan(201);
    }

    @Test
    void shouldReachAGroup() throws Exception {
        Path marks = Files.createTempDirectory("bindery-group");
        String script =
                "trap 'touch " + marks + "/$1' USR1; touch " + marks + "/$1.ready; while :; do sleep 0.05; done";
        Process first =
                new ProcessBuilder("setsid", "sh", "-c", "sh -c \"$0\" x a & exec sh -c \"$0\" x b", script).start();
        try {
            Conditions.await(
                    "both members wait",
                    () -> Files.exists(marks.resolve("a.ready")) && Files.exists(marks.resolve("b.ready")));
            daemon(-(int) first.pid()).rotate();

            Conditions.await(
                    "both have got it", () -> Files.exists(marks.resolve("a")) && Files.exists(marks.resolve("b")));
            assertThatThrownBy(() -> daemon(-(int) first.pid()).tick())
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("real-time signals go to one process");
        } finally {
            Signals.sendSignal(-(int) first.pid(), "KILL");
            try (var files = Files.list(marks)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(marks);
        }
    }

    // ---- what goes wrong

    @Test
    void shouldSayThatThereIsNoSuchProcess() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        assertThat(gone.waitFor()).isZero();
        int pid = (int) gone.pid();

        assertThatThrownBy(() -> daemon(pid))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("no such process: pid=" + pid);
        assertThatThrownBy(() -> daemon(-pid))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("no such process group: group=" + pid);
        assertThatThrownBy(() -> Signals.killProcess(pid))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such process: pid=" + pid);
        for (String wrong : List.of("signal:0", "signal:-1", "signal:x", "signal:", "signal:99999999999")) {
            assertThatThrownBy(() -> context.connect(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("address=" + wrong);
        }
        assertThatThrownBy(() -> Signals.sendSignal(pid, "SIGHUP"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name=SIGHUP");
    }

    @Test
    void shouldEndWithTheProcess() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000").start();
        Daemon daemon = daemon((int) process.pid());
        Signals.killProcess((int) process.pid());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Conditions.await("the session ends", () -> !daemon.asBinder().isBinderAlive());

        assertThatThrownBy(daemon::reload)
                .isInstanceOf(DeadObjectException.class)
                .hasMessageContaining("the process has ended: pid=" + process.pid());
    }

    @Test
    void shouldNameTheTraitThatASignalLacks() throws Exception {
        Daemon daemon = daemon(peer.pid());

        assertLacks(Trait.DUPLEX, daemon::count);
        assertLacks(Trait.PAYLOAD, () -> daemon.withArguments(1));
        assertLacks(Trait.PAYLOAD, daemon::plain);
        assertThatThrownBy(() -> BinderContext.builder("x").transports("signal").open())
                .hasMessageContaining("DUPLEX")
                .hasMessageContaining("signal");
        daemon.reload();
        assertComes("reload");
    }

    private static void assertLacks(Trait trait, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MissingTraitException.class, e -> assertThat(e.trait()).isEqualTo(trait))
                .hasMessageContaining("transport=signal");
    }

    @Test
    void shouldFindNobodyWhoReadsRealTimeSignals() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000").start();
        try {
            assertThatThrownBy(() -> daemon((int) process.pid()).tick())
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("receives no real-time signals: pid=" + process.pid());
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldSayWhichSignalTheJvmKeeps() {
        StubbornStub stubborn = new StubbornStub() {
            @Override
            public void first() {}

            @Override
            public void fault() {}
        };
        assertThatThrownBy(() -> context.listen("signal:", stubborn))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("keeps the signal for itself: signal=SEGV");
    }

    @Test
    void shouldGiveSignalsBackAndNotTwiceAway() throws Exception {
        CountingDaemon first = new CountingDaemon();
        var endpoint = context.listen("signal:", first);
        assertThatThrownBy(() -> context.listen("signal:", new CountingDaemon()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("receives the signal already");
        int own = (int) ProcessHandle.current().pid();
        Signals.sendSignal(own, "USR1");
        Conditions.await("it comes", () -> first.count("rotate") == 1);
        endpoint.close();
        CountingDaemon second = new CountingDaemon();
        context.listen("signal:", second);
        daemon(own).rotate();
        daemon(own).tick();

        Conditions.await("the next one gets it", () -> second.count("rotate") == 1 && second.count("tick") == 1);
        assertThat(first.calls).containsExactly("rotate");
    }

    @Test
    void shouldListenOnlyForItself() {
        assertThatThrownBy(() -> context.listen("signal:1", new CountingDaemon()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address=signal:1");
        assertThatThrownBy(() -> context.listen("signal:", new Binder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no method that is a @Signal");
    }

    @Test
    void shouldSayWhoseProcessItIs() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")), "skipped: only root can run a process of another user");
        for (String path : System.getProperty("java.class.path").split(":")) {
            assumeTrue(
                    path.isEmpty() || !Files.isDirectory(Path.of(path)) || readable(path),
                    () -> "skipped: another user cannot read " + path);
        }
        try (PeerJvm stranger = PeerJvm.launcher()
                .by(List.of("setpriv", "--reuid=" + OTHER_UID, "--regid=" + OTHER_UID, "--clear-groups", "--"))
                .start(StrangerPeer.class)) {
            assertThat(stranger.ask(Integer.toString(peer.pid())))
                    .startsWith("SecurityException")
                    .contains("pid=" + peer.pid(), "its uid=0", "our uid=" + OTHER_UID);
            assertThat(stranger.ask("kill " + peer.pid()))
                    .startsWith("SecurityException")
                    .contains("its uid=0");
        }
        assertThat(peer.ask("calls")).isEmpty();
    }

    private static boolean readable(String path) throws Exception {
        return new ProcessBuilder(
                                "setpriv",
                                "--reuid=" + OTHER_UID,
                                "--regid=" + OTHER_UID,
                                "--clear-groups",
                                "--",
                                "test",
                                "-r",
                                path)
                        .start()
                        .waitFor()
                == 0;
    }
}
