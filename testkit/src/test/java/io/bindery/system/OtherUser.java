package io.bindery.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bindery.BinderContext;
import io.bindery.testkit.PeerJvm;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts peers as another user, where the tests run as root and that user can read what it needs. */
final class OtherUser {
    static final int UID = 65_533;
    static final int GID = 65_532;
    static final int SUPPLEMENTARY_GID = 65_531;

    private static final List<String> COMMAND =
            List.of("setpriv", "--reuid=" + UID, "--regid=" + GID, "--groups=" + SUPPLEMENTARY_GID, "--");

    /** What a peer needs: core, and the tests of this module. */
    private static final String CLASS_PATH = rootOf(BinderContext.class) + File.pathSeparator + rootOf(OtherUser.class);

    private OtherUser() {}

    private static Path rootOf(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /** Skips the test, and says why, where no JVM can be run as another user. */
    static void assume() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")), "skipped: only root can run a process of another user");
        assumeTrue(succeeds("setpriv", "--version"), "skipped: needs setpriv (util-linux)");
        assumeReadable("-x", PeerJvm.java());
        for (String path : CLASS_PATH.split(File.pathSeparator)) {
            assumeReadable("-r", path);
        }
    }

    private static void assumeReadable(String test, String path) throws Exception {
        List<String> command = new ArrayList<>(COMMAND);
        command.addAll(List.of("test", test, path));
        assumeTrue(succeeds(command.toArray(String[]::new)), "skipped: another user cannot read " + path);
    }

    private static boolean succeeds(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such command
        }
    }

    /** Starts peers as that user. */
    static PeerJvm.Launcher launcher() {
        return PeerJvm.launcher().by(COMMAND).classPath(CLASS_PATH);
    }
}
