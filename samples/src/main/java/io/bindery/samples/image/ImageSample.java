package io.bindery.samples.image;

import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.Limits;
import io.bindery.SharedMemory;
import io.bindery.samples.demo.process.ChildProcess;
import io.bindery.samples.demo.process.ChildProcesses;
import io.bindery.samples.demo.process.PrivateHome;
import io.bindery.servicemanager.ServiceManager;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./bindery sample image}: an image in memory that two processes share. */
@Command(
        name = "image",
        description = {
            "Draws an image in shared memory, has another process invert it in place, and checks that it did.",
            "Then does the same with the image in a parcel, there and back, and says what each cost."
        },
        mixinStandardHelpOptions = true)
public final class ImageSample implements Callable<Integer> {
    private static final String CONTEXT = "image";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--width", paramLabel = "PIXELS", defaultValue = "640", description = "Default: ${DEFAULT-VALUE}.")
    private int width;

    @Option(names = "--height", paramLabel = "PIXELS", defaultValue = "400", description = "Default: ${DEFAULT-VALUE}.")
    private int height;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "500",
            description = "Calls of each kind, of which the median is shown: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--png", paramLabel = "FOLDER", description = "Write before.png and after.png there.")
    private @Nullable Path folder;

    /** What is timed. */
    private interface Step {
        void run() throws Exception;
    }

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new ImageSample());
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            command.getErr().println("bindery sample image: " + exception.getMessage());
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        checkNumbers();
        try (PrivateHome home = PrivateHome.create(System.getenv());
                ChildProcesses children = new ChildProcesses();
                BinderContext context =
                        BinderContext.builder(CONTEXT).home(home.directory()).open()) {
            ChildProcess ignored = children.start(
                    "filter", FilterProcess.class, List.of(home.directory().toString(), CONTEXT));
            IBinder binder = ServiceManager.of(context).waitForService(ImageFilterService.NAME, PATIENCE);
            show(ImageFilterStub.asInterface(binder));
            return 0;
        }
    }

    private void checkNumbers() {
        int limit = Limits.DEFAULT.parcelBytes() - Integer.BYTES;
        if (width < 1 || height < 1 || (long) width * height * Integer.BYTES > limit || rounds < 1) {
            throw new CommandLine.ParameterException(
                    spec().commandLine(),
                    "out of range: --width=" + width + " --height=" + height + " --rounds=" + rounds
                            + "; four bytes a pixel must fit a parcel too: limit=" + limit);
        }
    }

    private void show(ImageFilter filter) throws Exception {
        PrintWriter out = spec().commandLine().getOut();
        int length = Pixels.bytes(width, height);
        try (SharedMemory memory = SharedMemory.create("bindery-image", length);
                Arena arena = Arena.ofConfined()) {
            MemorySegment image = memory.mapReadWrite();
            Pixels.draw(image, width, height);
            MemorySegment before = arena.allocate(length).copyFrom(image);
            out.printf("drew %d x %d pixels, %,d bytes, in shared memory%n", width, height, length);

            filter.invert(memory);

            check(Pixels.areInverse(before, image), "in shared memory");
            out.println("the other process has inverted it in place: every pixel is the inverse of what it was");
            byte[] bytes = before.toArray(ValueLayout.JAVA_BYTE);
            byte[] back = filter.inverted(bytes);
            check(Pixels.areInverse(before, MemorySegment.ofArray(back)), "in a parcel");
            writePictures(out, before, image);
            compare(out, filter, memory, bytes);
            out.flush();
        }
    }

    private static void check(boolean inverted, String where) {
        if (!inverted) {
            throw new IllegalStateException("the image " + where + " is not the inverse of what was sent");
        }
    }

    private void writePictures(PrintWriter out, MemorySegment before, MemorySegment after) throws IOException {
        Path to = folder;
        if (to != null) {
            Files.createDirectories(to);
            Pixels.writePng(before, width, height, to.resolve("before.png"));
            Pixels.writePng(after, width, height, to.resolve("after.png"));
            out.println("wrote before.png and after.png to " + to);
        }
    }

    /** In turns, so that a change of the machine's mood meets all three. */
    private void compare(PrintWriter out, ImageFilter filter, SharedMemory memory, byte[] bytes) throws Exception {
        MemorySegment image = memory.mapReadWrite();
        long[] shared = new long[rounds];
        long[] parcel = new long[rounds];
        long[] alone = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            shared[i] = time(() -> filter.invert(memory));
            parcel[i] = time(() -> {
                byte[] back = filter.inverted(bytes);
                check(back.length == bytes.length, "in a parcel");
            });
            alone[i] = time(() -> Pixels.invert(image));
        }
        double work = median(alone);
        out.printf(
                "median of %d calls each, with the inverting, which takes %.1f us where the image is in the cache:%n",
                rounds, work);
        out.printf("  named by SharedMemory        %8.1f us%n", median(shared));
        out.printf("  sent in a parcel, and back   %8.1f us%n", median(parcel));
        out.printf("ratio: %.2f%n", median(parcel) / median(shared));
    }

    private static long time(Step step) throws Exception {
        long startNs = System.nanoTime();
        step.run();
        return System.nanoTime() - startNs;
    }

    /** In microseconds. */
    private static double median(long[] timesNs) {
        long[] sorted = timesNs.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2] / 1000.0;
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec, "spec");
    }
}
