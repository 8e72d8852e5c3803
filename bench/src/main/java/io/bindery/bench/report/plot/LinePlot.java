package io.bindery.bench.report.plot;

import io.bindery.bench.rig.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lines over a logarithmic axis.
 *
 * @param name see {@link Svg#of}
 * @param title above the plot
 * @param x what is drawn to the right
 * @param y what is drawn upwards
 * @param lines what is drawn
 */
public record LinePlot(String name, String title, Axis x, Axis y, List<Line> lines) {
    private static final int HEIGHT = 420;

    /**
     * An axis.
     *
     * @param title with its unit
     * @param logarithmic whether equal distances are equal ratios
     * @param format writes a value beside a tick
     */
    public record Axis(String title, boolean logarithmic, DoubleFunction<String> format) {}

    /**
     * A line.
     *
     * @param label in the legend
     * @param xs as many as {@code ys}
     * @param ys above zero where the axis is logarithmic
     * @param marked whether each point is marked
     */
    public record Line(String label, List<Double> xs, List<Double> ys, boolean marked) {
        /** Latencies in nanoseconds over one divided by the share of samples that are slower. */
        public static Line ofPercentiles(String label, Histogram samples) {
            List<Double> xs = new ArrayList<>();
            List<Double> ys = new ArrayList<>();
            for (HistogramIterationValue step : samples.percentiles(5)) {
                double slower = 1 - step.getPercentileLevelIteratedTo() / 100;
                if (slower > 0 && slower * samples.getTotalCount() >= 1) {
                    xs.add(1 / slower);
                    ys.add(Math.max(1, step.getValueIteratedTo() / Samples.PS_PER_NS));
                }
            }
            return new Line(label, xs, ys, false);
        }
    }

    /** The axis for {@link Line#ofPercentiles}. */
    public static Axis percentileAxis() {
        return new Axis("share of samples that are not slower", true, LinePlot::percentile);
    }

    private static String percentile(double inverse) {
        double percent = 100 - 100 / inverse;
        return percent == Math.rint(percent) ? "%.0f %%".formatted(percent) : "%s %%".formatted(trimmed(percent));
    }

    private static String trimmed(double percent) {
        return "%.5f".formatted(percent).replaceFirst("0+$", "");
    }

    /** Draws the plot. */
    public String draw() {
        XYChart chart = new XYChartBuilder()
                .width(PlotStyle.WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x.title)
                .yAxisTitle(y.title)
                .build();
        PlotStyle.apply(chart.getStyler());
        chart.getStyler().setXAxisLogarithmic(x.logarithmic);
        chart.getStyler().setYAxisLogarithmic(y.logarithmic);
        if (!y.logarithmic) {
            chart.getStyler().setYAxisMin(0.0); // or a difference of one percent fills the plot
        }
        chart.getStyler().setXAxisLogarithmicDecadeOnly(true);
        chart.getStyler().setYAxisLogarithmicDecadeOnly(true);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(x.format::apply);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(y.format::apply);
        for (Line line : lines) {
            if (!line.xs().isEmpty()) {
                chart.addSeries(line.label(), array(line.xs()), array(line.ys()))
                        .setMarker(line.marked() ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
            }
        }
        return Svg.of(chart, name);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Numbers as they are, for axes that count. */
    public static Axis counting(String title) {
        return new Axis(title, false, value -> "%.0f".formatted(value));
    }
}
