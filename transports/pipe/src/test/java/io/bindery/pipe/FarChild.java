package io.bindery.pipe;

import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.testkit.transport.ConformancePeer;
import io.bindery.testkit.transport.Far;
import io.bindery.transport.pipe.PipeChild;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/** A child process at the other end of two pipes. */
final class FarChild implements Far {
    private final PipeChild child;

    private FarChild(PipeChild child) {
        this.child = child;
    }

    /** Starts a child with pipes of its own. */
    static FarChild start() throws IOException {
        return new FarChild(PipeChild.start(jvm("pipe:").redirectOutput(Redirect.DISCARD)));
    }

    /** Starts a child whose standard input and output are the pipes. */
    static FarChild startOnStdio() throws IOException {
        return new FarChild(PipeChild.startOnStdio(jvm("pipe:stdio")));
    }

    private static ProcessBuilder jvm(String address) {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        ConformancePeer.class.getName(),
                        address)
                .redirectError(Redirect.INHERIT);
    }

    @Override
    public IBinder connect(BinderContext context) throws RemoteException {
        return context.connect(child.address());
    }

    @Override
    public int pid() {
        return (int) child.process().pid();
    }

    @Override
    public void kill() {
        child.process().destroyForcibly();
        child.process().onExit().join();
    }

    @Override
    public void close() {
        child.close();
        kill();
    }
}
