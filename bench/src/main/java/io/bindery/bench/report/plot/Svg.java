package io.bindery.bench.report.plot;

import java.awt.Dimension;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.knowm.xchart.internal.chartpart.Chart;
import org.w3c.dom.Document;

/** Charts as SVG elements for a page of HTML. */
final class Svg {
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final String ELEMENT = "<svg";

    /** The one name that does not come from a generator. */
    private static final String ONLY_ID = "genericDefs";

    private Svg() {}

    /**
     * Draws {@code chart}.
     *
     * @param name of the plot, unlike that of all others of the page: its elements are called after it
     */
    static String of(Chart<?, ?> chart, String name) {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
        context.setComment(null);
        context.setIDGenerator(new PrefixedIds(name));
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(chart.getWidth(), chart.getHeight()));
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
        StringWriter written = new StringWriter();
        try {
            graphics.stream(written, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String xml = written.toString();
        String element = xml.substring(xml.indexOf(ELEMENT, xml.indexOf("?>")));
        return scalable(element.replace(ONLY_ID, name + "-" + ONLY_ID), chart);
    }

    // Without a view box an element of a page is cut where there is no room for it.
    private static String scalable(String svg, Chart<?, ?> chart) {
        return "%s viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\"%s"
                .formatted(
                        ELEMENT,
                        chart.getWidth(),
                        chart.getHeight(),
                        chart.getTitle().replace("\"", "&quot;"),
                        svg.substring(ELEMENT.length()));
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(NAMESPACE, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this JDK cannot make an XML document", e);
        }
    }

    private static final class PrefixedIds extends SVGIDGenerator {
        private final String prefix;

        PrefixedIds(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public String generateID(String kind) {
            return prefix + "-" + super.generateID(kind);
        }
    }
}
