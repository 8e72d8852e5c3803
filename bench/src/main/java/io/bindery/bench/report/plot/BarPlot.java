package io.bindery.bench.report.plot;

import io.bindery.bench.report.Units;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;

/** A bar per row, on a logarithmic axis, since what is compared differs by powers of ten. */
public final class BarPlot {
    private static final int FRAME_HEIGHT = 110;
    private static final int BAR_HEIGHT = 26;
    private static final int LABEL_HEIGHT = 12;
    private static final String SERIES = "rows";

    private BarPlot() {}

    /**
     * A bar.
     *
     * @param label what stands beside it
     * @param value above zero
     */
    public record Bar(String label, double value) {}

    /** Draws {@code bars}, the first at the top, with their values; see {@link Svg#of} for {@code name}. */
    public static String draw(String name, String title, String axis, List<Bar> bars) {
        HorizontalBarChart chart = new HorizontalBarChartBuilder()
                .width(PlotStyle.WIDTH)
                .height(FRAME_HEIGHT + BAR_HEIGHT * bars.size())
                .title(title)
                .xAxisTitle(axis)
                .build();
        PlotStyle.apply(chart.getStyler());
        double lowest = bars.stream().mapToDouble(Bar::value).min().orElse(1);
        double highest = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setXAxisMin(Math.pow(10, Math.floor(Math.log10(lowest) - 0.01)));
        chart.getStyler().setXAxisMax(Math.pow(10, Math.ceil(Math.log10(highest) + 0.01)));
        chart.getStyler().setXAxisTickLabelsFormattingFunction(Units::count);
        chart.getStyler()
                .setXAxisTickMarkSpacingHint(LABEL_HEIGHT); // of the upward axis, too: else it leaves labels out
        chart.getStyler().setYAxisLabelAlignment(TextAlignment.Right);
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setAvailableSpaceFill(0.7);
        chart.getStyler().setPlotGridHorizontalLinesVisible(false);
        chart.addSeries(
                SERIES,
                bars.stream().map(Bar::value).toList(),
                bars.stream().map(BarPlot::label).toList());
        return Svg.of(chart, name);
    }

    private static String label(Bar bar) {
        return String.format(Locale.ROOT, "%s   %s", bar.label(), shortened(bar.value()));
    }

    private static String shortened(double value) {
        return value < 10 ? String.format(Locale.ROOT, "%.2f", value) : Units.count(value);
    }
}
