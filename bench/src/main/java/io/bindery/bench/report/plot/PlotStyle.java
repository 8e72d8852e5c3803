package io.bindery.bench.report.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/** How all plots look. */
final class PlotStyle {
    static final int WIDTH = 900;

    /** Told apart by people who see few colours, too (Okabe and Ito). */
    static final Color[] COLORS = {
        new Color(0x0072b2),
        new Color(0xd55e00),
        new Color(0x009e73),
        new Color(0xcc79a7),
        new Color(0xe69f00),
        new Color(0x56b4e9),
        new Color(0x000000),
        new Color(0x999999),
        new Color(0x7f3c8d),
        new Color(0x11a579)
    };

    private static final Color GRID = new Color(0xdd, 0xdd, 0xdd);
    private static final String FAMILY = "SansSerif";

    private PlotStyle() {}

    static void apply(AxesChartStyler style) {
        style.setBaseFont(new Font(FAMILY, Font.PLAIN, 12));
        style.setChartTitleFont(new Font(FAMILY, Font.BOLD, 14));
        style.setAxisTitleFont(new Font(FAMILY, Font.PLAIN, 12));
        style.setAxisTickLabelsFont(new Font(FAMILY, Font.PLAIN, 11));
        style.setLegendFont(new Font(FAMILY, Font.PLAIN, 11));
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setPlotGridLinesColor(GRID);
        style.setPlotGridLinesStroke(new BasicStroke(1));
        style.setLegendPosition(LegendPosition.OutsideE);
        style.setLegendBorderColor(Color.WHITE);
        style.setSeriesColors(COLORS);
        style.setAxisTickPadding(8);
        style.setMarkerSize(5);
    }
}
