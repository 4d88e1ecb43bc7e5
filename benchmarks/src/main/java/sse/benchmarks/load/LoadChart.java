package sse.benchmarks.load;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Paint;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.CombinedDomainCategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;
import org.w3c.dom.Document;

/** Draws what a delivery costs a server, one plot for each scenario side by side, as SVG with a white ground. */
final class LoadChart {
    private static final List<String> OURS = List.of("nio", "nio-run", "jdkhttp");
    private static final Color OUR_COLOR = new Color(0x1f6feb);
    private static final Color PEER_COLOR = new Color(0xb0b8c1);
    private static final Color TEXT_COLOR = new Color(0x24292f);
    private static final Color GRID_COLOR = new Color(0xd8dee4);
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final int WIDTH = 900;
    private static final int HEIGHT_OF_ROW = 30;
    private static final int HEIGHT_OF_REST = 80;

    private final Results results;
    private final List<String> scenarios;

    /**
     * Draws some scenarios.
     *
     * @param scenarios those that measured deliveries
     */
    LoadChart(Results results, List<String> scenarios) {
        this.results = results;
        this.scenarios = List.copyOf(scenarios);
    }

    /** Writes the chart to a file. */
    void write(Path file) throws IOException {
        CombinedDomainCategoryPlot plots = new CombinedDomainCategoryPlot(categoryAxis());
        plots.setOrientation(PlotOrientation.HORIZONTAL);
        plots.setGap(20);
        int rows = 0;
        for (String scenario : scenarios) {
            Set<String> servers = results.servers(scenario);
            rows = Math.max(rows, servers.size());
            plots.add(plot(scenario, servers));
        }
        JFreeChart chart =
                new JFreeChart("CPU seconds of the server per million deliveries", FONT.deriveFont(15f), plots, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.getTitle().setPaint(TEXT_COLOR);
        write(chart, new Dimension(WIDTH, rows * HEIGHT_OF_ROW + HEIGHT_OF_REST), file);
    }

    private CategoryPlot plot(String scenario, Set<String> servers) {
        var costs = new DefaultCategoryDataset();
        for (String server : servers) {
            results.spread(scenario, server, Metric.CPU_PER_MILLION)
                    .ifPresent(spread -> costs.addValue(spread.median(), scenario, server));
        }
        NumberAxis axis = new NumberAxis(scenario);
        axis.setLabelFont(FONT);
        axis.setLabelPaint(TEXT_COLOR);
        axis.setTickLabelFont(FONT);
        axis.setTickLabelPaint(TEXT_COLOR);
        axis.setUpperMargin(0.15);
        CategoryPlot plot = new CategoryPlot(costs, null, axis, new CostRenderer(costs));
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(GRID_COLOR);
        plot.setOutlineVisible(false);
        return plot;
    }

    private static CategoryAxis categoryAxis() {
        CategoryAxis axis = new CategoryAxis();
        axis.setTickLabelFont(FONT);
        axis.setTickLabelPaint(TEXT_COLOR);
        axis.setCategoryMargin(0.3);
        return axis;
    }

    private static void write(JFreeChart chart, Dimension size, Path file) throws IOException {
        Document document;
        try {
            document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException failure) {
            throw new IOException("JDK must be able to make a document", failure);
        }
        SVGGraphics2D graphics = new SVGGraphics2D(document);
        graphics.setSVGCanvasSize(size);
        chart.draw(graphics, new Rectangle2D.Double(0, 0, size.width, size.height));
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            graphics.stream(writer, true);
        }
    }

    /** Bars in two colours, each with its value at the end. */
    private static final class CostRenderer extends BarRenderer {
        private static final long serialVersionUID = 1;

        private final DefaultCategoryDataset costs;

        private CostRenderer(DefaultCategoryDataset costs) {
            this.costs = costs;
            setBarPainter(new StandardBarPainter());
            setShadowVisible(false);
            setDrawBarOutline(false);
            setDefaultStroke(new BasicStroke(0));
            setDefaultItemLabelGenerator(
                    new StandardCategoryItemLabelGenerator("{2}", new DecimalFormat("0.00", symbols())));
            setDefaultItemLabelsVisible(true);
            setDefaultItemLabelFont(FONT);
            setDefaultItemLabelPaint(TEXT_COLOR);
            setDefaultPositiveItemLabelPosition(
                    new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
        }

        @Override
        public Paint getItemPaint(int row, int column) {
            return OURS.contains(costs.getColumnKey(column).toString()) ? OUR_COLOR : PEER_COLOR;
        }

        private static DecimalFormatSymbols symbols() {
            return DecimalFormatSymbols.getInstance(Locale.ROOT);
        }
    }
}
