package io.bindery.transport.signal;

import io.bindery.internal.linux.Processes;
import io.bindery.internal.linux.SignalFd;
import io.bindery.internal.linux.SystemCallException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;

/**
 * The one thread of a process that gets real-time signals: it blocks them, and reads those that are sent to itself. All
 * other threads of the JVM, which do not block them, never get one, since none is sent to the process.
 */
final class SignalThread {
    /** By which a sender finds it; as long as the kernel lets a name of a thread be, less one. */
    static final String NAME = "bindery-signal";

    private final SignalReceiver receiver;
    private final List<Integer> signals;
    private final CompletableFuture<SignalFd> opened = new CompletableFuture<>();
    private volatile int tid;
    private volatile boolean closed;

    SignalThread(SignalReceiver receiver, List<Integer> signals) {
        this.receiver = receiver;
        this.signals = signals;
    }

    /** Starts it, and returns when it blocks its signals. */
    void start(ThreadFactory threads) throws IOException {
        Thread thread = threads.newThread(this::run);
        thread.setName(NAME);
        thread.setDaemon(true);
        thread.start();
        try {
            SignalFd ignored = opened.get();
        } catch (ExecutionException e) {
            throw new IOException("real-time signals cannot be received: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while beginning to receive signals", e);
        }
    }

    private void run() {
        try (SignalFd descriptor = SignalFd.open(signals)) {
            tid = Processes.tid();
            opened.complete(descriptor);
            int signal = descriptor.read();
            while (!closed) {
                receiver.put(signal);
                signal = descriptor.read();
            }
        } catch (IOException e) {
            opened.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it: a signal that it takes for the sign to do so. */
    void close() {
        closed = true;
        int reads = tid;
        if (reads != 0) {
            try {
                Processes.sendSignalToThread(Processes.pid(), reads, signals.getFirst());
            } catch (SystemCallException e) {
                System.getLogger("io.bindery.transport")
                        .log(System.Logger.Level.WARNING, "the thread of signals stays: " + e.getMessage());
            }
        }
    }

    /** Returns the thread of that name in a process. */
    static int find(int pid) throws IOException {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc", Integer.toString(pid), "task"))) {
            for (Path task : tasks) {
                if (Files.readString(task.resolve("comm")).strip().equals(NAME)) {
                    return Integer.parseInt(task.getFileName().toString());
                }
            }
        }
        throw new IOException("the process receives no real-time signals: pid=" + pid + " missing thread=" + NAME
                + "; it has to listen at signal: with an object that has such methods");
    }
}
