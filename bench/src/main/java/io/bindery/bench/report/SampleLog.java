package io.bindery.bench.report;

import io.bindery.bench.rig.Samples;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Samples as an HdrHistogram log, which the usual tools read: one interval per set of samples, named by its tag, values in
 * picoseconds.
 */
public final class SampleLog implements AutoCloseable {
    private static final String COMMENT = "[values in picoseconds; Interval_Max in nanoseconds]";

    private final HistogramLogWriter writer;

    private SampleLog(HistogramLogWriter writer) {
        this.writer = writer;
    }

    /** Begins a log. */
    public static SampleLog create(Path path) throws FileNotFoundException {
        HistogramLogWriter writer = new HistogramLogWriter(path.toFile());
        writer.outputLogFormatVersion();
        writer.outputComment(COMMENT);
        writer.outputStartTime(System.currentTimeMillis());
        writer.outputLegend();
        return new SampleLog(writer);
    }

    /** Adds samples, which say when they were taken. */
    public void add(String name, Histogram samples) {
        samples.setTag(name);
        writer.outputIntervalHistogram(
                samples.getStartTimeStamp() / 1000.0, samples.getEndTimeStamp() / 1000.0, samples, Samples.PS_PER_NS);
    }

    @Override
    public void close() {
        writer.close();
    }

    /** Reads all samples of a log, by name, in their order. */
    public static Map<String, Histogram> read(Path path) throws IOException {
        Map<String, Histogram> found = new LinkedHashMap<>();
        try (HistogramLogReader reader = new HistogramLogReader(path.toFile())) {
            for (EncodableHistogram next = reader.nextIntervalHistogram();
                    next != null;
                    next = reader.nextIntervalHistogram()) {
                found.put(next.getTag(), (Histogram) next);
            }
        }
        return found;
    }
}
