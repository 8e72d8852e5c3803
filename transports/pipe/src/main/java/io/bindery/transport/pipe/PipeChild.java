package io.bindery.transport.pipe;

import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.Processes;
import io.bindery.internal.linux.StreamIo;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A child process that speaks Binder with this one over a pair of pipes.
 *
 * <pre>{@code
 * try (PipeChild child = PipeChild.start(new ProcessBuilder("java", "-jar", "prices.jar"))) {
 *     Prices prices = PricesStub.asInterface(context.connect(child.address()));
 *     ...
 * }
 * }</pre>
 *
 * The child, in turn, calls {@code context.listen("pipe:", root)}, or {@code "pipe:stdio"}; or it connects, and the parent
 * listens at {@link #address}.
 *
 * <p><b>Threading:</b> any thread.
 */
public final class PipeChild implements AutoCloseable {
    private static final Map<Integer, PipePair> UNUSED = new ConcurrentHashMap<>();
    private static final long START_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** What the child finds open, as the shell that becomes the child can say it. */
    private static final int CHILD_IN = 8;

    private static final int CHILD_OUT = 9;
    private static final String SHELL =
            "in=$1 out=$2; shift 2; exec \"$@\" " + CHILD_IN + "<\"$in\" " + CHILD_OUT + ">\"$out\"";

    private final Process process;

    private PipeChild(Process process) {
        this.process = process;
    }

    /** Four descriptors: what the parent keeps, and what the child gets. */
    private record Pipes(int in, int out, int childIn, int childOut) {
        static Pipes create() throws IOException {
            int[] toChild = StreamIo.pipe();
            try {
                int[] fromChild = StreamIo.pipe();
                return new Pipes(fromChild[0], toChild[1], toChild[0], fromChild[1]);
            } catch (IOException e) {
                FileDescriptors.close(toChild[0]);
                FileDescriptors.close(toChild[1]);
                throw e;
            }
        }

        File input() {
            return new File("/proc/" + Processes.pid() + "/fd/" + childIn);
        }

        File output() {
            return new File("/proc/" + Processes.pid() + "/fd/" + childOut);
        }

        void closeChildEnds() {
            FileDescriptors.close(childIn);
            FileDescriptors.close(childOut);
        }

        void closeParentEnds() {
            FileDescriptors.close(in);
            FileDescriptors.close(out);
        }
    }

    /**
     * Starts a child with two pipes of its own, so that its standard input, output and error are what {@code builder} says.
     * The child reaches them as {@code pipe:}. Needs {@code /bin/sh}.
     *
     * @throws IOException if it cannot be started
     */
    public static PipeChild start(ProcessBuilder builder) throws IOException {
        Pipes pipes = Pipes.create();
        List<String> given = builder.command();
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "bindery-pipe"));
        command.add(pipes.input().toString());
        command.add(pipes.output().toString());
        command.addAll(given);
        try {
            builder.environment().put(PipePair.ENVIRONMENT, CHILD_IN + "," + CHILD_OUT);
            Process process = builder.command(command).start();
            awaitOpened(process, given);
            return register(process, pipes);
        } catch (IOException | RuntimeException e) {
            pipes.closeParentEnds();
            throw e;
        } finally {
            builder.command(given);
            builder.environment().remove(PipePair.ENVIRONMENT);
            pipes.closeChildEnds();
        }
    }

    /** The shell opens the pipes by name: until then this process must keep them. */
    private static void awaitOpened(Process process, List<String> command) throws IOException {
        Path last = Path.of("/proc", Long.toString(process.pid()), "fd", Integer.toString(CHILD_OUT));
        long deadline = System.nanoTime() + START_NS;
        while (!Files.exists(last)) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                process.destroyForcibly();
                throw new IOException("the child ended, or did not begin, before it had its pipes: command=" + command);
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    /**
     * Starts a child that speaks Binder over its standard input and output, which it reaches as {@code pipe:stdio}; only
     * its standard error is what {@code builder} says.
     *
     * @throws IOException if it cannot be started
     */
    public static PipeChild startOnStdio(ProcessBuilder builder) throws IOException {
        Pipes pipes = Pipes.create();
        try {
            Process process = builder.redirectInput(ProcessBuilder.Redirect.from(pipes.input()))
                    .redirectOutput(ProcessBuilder.Redirect.to(pipes.output()))
                    .start();
            return register(process, pipes);
        } catch (IOException | RuntimeException e) {
            pipes.closeParentEnds();
            throw e;
        } finally {
            pipes.closeChildEnds();
        }
    }

    private static PipeChild register(Process process, Pipes pipes) throws IOException {
        int pid = Math.toIntExact(process.pid());
        UNUSED.put(pid, PipePair.ofChild(pipes.in, pipes.out, pid));
        return new PipeChild(process);
    }

    static PipePair take(int pid) throws IOException {
        PipePair pair = UNUSED.remove(pid);
        if (pair == null) {
            throw new IOException("no child with unused pipes: pid=" + pid
                    + "; a child is started by PipeChild in this process, and its pipes carry one session");
        }
        return pair;
    }

    /** The child's address in this process: {@code pipe:PID}. It can be connected to, or listened at, once. */
    public String address() {
        return "pipe:" + process.pid();
    }

    /** The child. */
    public Process process() {
        return process;
    }

    /** Closes the pipes if they were not used. A session that uses them ends by itself, and with it most children. */
    @Override
    public void close() {
        PipePair pair = UNUSED.remove(Math.toIntExact(process.pid()));
        if (pair != null) {
            FileDescriptors.close(pair.in());
            FileDescriptors.close(pair.out());
        }
    }
}
