/**
 * Plots as SVG, drawn by XChart: {@link io.bindery.bench.report.plot.BarPlot} for ratios,
 * {@link io.bindery.bench.report.plot.LinePlot} for all else, {@link io.bindery.bench.report.plot.Svg} turns them to text.
 */
@NullMarked
package io.bindery.bench.report.plot;

import org.jspecify.annotations.NullMarked;
