package io.bindery.bench.report;

import io.bindery.bench.rig.PacedRun;
import org.HdrHistogram.Histogram;

/**
 * Latencies at a fixed rate, counted from when each operation was due.
 *
 * @param run the rate
 * @param latencies in picoseconds
 */
public record PacedReport(PacedRun run, Histogram latencies) {}
