package io.bindery.bench.jmh;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.servicemanager.ServiceManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Calls between two contexts of one process, over shared memory: what they allocate on both sides together. How long they take
 * is a matter of two processes, which {@code bench rtt} measures.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class CallBenchmark {
    private static final String NAME = "benchmark";

    private @Nullable Path home;
    private final List<BinderContext> opened = new ArrayList<>();
    private @Nullable BinderContext caller;
    private @Nullable ServiceManager names;
    private IBinder service = new Binder();

    @Setup
    public void open() throws IOException, RemoteException {
        Path directory = Files.createTempDirectory("bindery-jmh");
        home = directory;
        BinderContext server = BinderContext.builder(NAME).home(directory).open();
        opened.add(server);
        ServiceManager.of(server).addService(NAME, service);
        BinderContext client = BinderContext.builder(NAME).home(directory).open();
        opened.add(client);
        caller = client;
        ServiceManager manager = ServiceManager.of(client);
        names = manager;
        service = manager.getService(NAME);
    }

    @TearDown
    public void close() throws IOException {
        opened.reversed().forEach(BinderContext::close);
        if (home != null) {
            List<Path> left;
            try (Stream<Path> all = Files.walk(home)) {
                left = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path each : left) {
                Files.delete(each);
            }
        }
    }

    /** Is the object there? A call without arguments. */
    @Benchmark
    public boolean ping() {
        return service.pingBinder();
    }

    /** The service manager, which this process knows already. */
    @Benchmark
    public @Nullable IBinder contextObject() throws RemoteException {
        BinderContext client = caller;
        return client == null ? null : client.getContextObject();
    }

    /** A service that this process knows already: the service manager's process is not asked, but the memory that it shares is. */
    @Benchmark
    public @Nullable IBinder checkService() throws RemoteException {
        ServiceManager manager = names;
        return manager == null ? null : manager.checkService(NAME);
    }
}
