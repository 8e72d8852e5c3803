package io.bindery.transport.pipe;

import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.FileStatus;
import io.bindery.internal.linux.Processes;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.transport.Address;
import io.bindery.transport.PeerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One end of two pipes, and who has the other.
 *
 * @param in descriptor to read from
 * @param out descriptor to write to
 * @param peer who has the other ends
 */
record PipePair(int in, int out, PeerCredentials peer) {
    /** Names the descriptors that a child was started with: {@code IN,OUT}. */
    static final String ENVIRONMENT = "BINDERY_PIPE";

    private static final Pattern DESCRIPTORS = Pattern.compile("(\\d{1,9}),(\\d{1,9})");
    private static final Pattern CHILD = Pattern.compile("\\d{1,9}");
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    /**
     * Takes the pair that an address names; it can be taken once.
     *
     * @throws IllegalArgumentException if the address names no pair
     * @throws IOException if the descriptors are no pipes, or taken already
     */
    static PipePair take(Address address) throws IOException {
        String name = address.name();
        if (name.equals("stdio")) {
            return takeStdio();
        }
        if (CHILD.matcher(name).matches()) {
            return PipeChild.take(Integer.parseInt(name));
        }
        String numbers = name.isEmpty() ? inherited() : name;
        Matcher descriptors = DESCRIPTORS.matcher(numbers);
        if (!descriptors.matches()) {
            throw new IllegalArgumentException("not an address of a pipe: address=" + address
                    + "; it is pipe:PID of a child, or in a child pipe: or pipe:stdio or pipe:IN,OUT");
        }
        return takeInherited(Integer.parseInt(descriptors.group(1)), Integer.parseInt(descriptors.group(2)));
    }

    private static String inherited() throws IOException {
        String numbers = System.getenv(ENVIRONMENT);
        if (numbers == null) {
            throw new IOException("this process was started without pipes: environment " + ENVIRONMENT
                    + " is not set; start it by PipeChild.start in its parent, or use pipe:stdio");
        }
        return numbers;
    }

    private static PipePair takeInherited(int in, int out) throws IOException {
        check(in);
        check(out);
        int ownIn = FileDescriptors.dup(in);
        int ownOut = -1;
        try {
            ownOut = FileDescriptors.dup(out);
            PipePair pair = of(ownIn, ownOut, Processes.parentPid());
            FileDescriptors.close(in);
            FileDescriptors.close(out);
            return pair;
        } catch (IOException | RuntimeException e) {
            FileDescriptors.close(ownIn);
            FileDescriptors.close(ownOut);
            throw e;
        }
    }

    /** What is printed must not get into the stream, and whoever reads must not take from it. */
    private static PipePair takeStdio() throws IOException {
        check(STDIN);
        check(STDOUT);
        int in = FileDescriptors.dup(STDIN);
        int out = -1;
        int nothing = -1;
        try {
            out = FileDescriptors.dup(STDOUT);
            nothing = FileDescriptors.openForReading(Path.of("/dev/null"));
            PipePair pair = of(in, out, Processes.parentPid());
            FileDescriptors.duplicateTo(nothing, STDIN);
            FileDescriptors.duplicateTo(STDERR, STDOUT);
            return pair;
        } catch (IOException | RuntimeException e) {
            FileDescriptors.close(in);
            FileDescriptors.close(out);
            throw e;
        } finally {
            FileDescriptors.close(nothing);
        }
    }

    private static void check(int fd) throws IOException {
        try {
            FileStatus status = FileDescriptors.fstat(fd);
            String type = status.type();
            if (!type.equals("pipe") && !type.equals("socket")) {
                throw new IOException("a descriptor is no pipe, or its pipe is in use already: fd=" + fd + " type="
                        + type + "; start this process by PipeChild, or with input and output piped");
            }
        } catch (SystemCallException e) {
            throw new IOException("a descriptor of the pipe is not open, or in use already: fd=" + fd, e);
        }
    }

    /** The pair that leads to a child just started; it may have ended already, and was of our user then. */
    static PipePair ofChild(int in, int out, int pid) throws IOException {
        Path process = processOf(pid);
        return Files.exists(process)
                ? of(in, out, pid)
                : of(in, out, new PeerCredentials(pid, Processes.uid(), Processes.gid()));
    }

    private static Path processOf(int pid) {
        return Path.of("/proc", Integer.toString(pid));
    }

    /** The pair that leads to a process, whose user the kernel knows. */
    private static PipePair of(int in, int out, int pid) throws IOException {
        Path process = processOf(pid);
        if (pid <= 0 || !Files.exists(process)) {
            throw new IOException("the process at the other end is gone: pid=" + pid);
        }
        int uid = (int) Files.getAttribute(process, "unix:uid");
        int gid = (int) Files.getAttribute(process, "unix:gid");
        return of(in, out, new PeerCredentials(pid, uid, gid));
    }

    private static PipePair of(int in, int out, PeerCredentials peer) throws IOException {
        FileDescriptors.setNonBlocking(in);
        FileDescriptors.setNonBlocking(out);
        return new PipePair(in, out, peer);
    }
}
