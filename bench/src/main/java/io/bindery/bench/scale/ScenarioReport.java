package io.bindery.bench.scale;

import io.bindery.bench.scale.Scenario.Column;
import io.bindery.bench.scale.Scenario.Demand;
import io.bindery.bench.scale.Scenario.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a scenario saw.
 *
 * @param scenario which
 * @param rows its figures
 */
public record ScenarioReport(Scenario scenario, List<Row> rows) {
    private static final String NO_VALUE = "-";

    /** A demand and what was seen. */
    public record Verdict(Demand demand, double seen) {
        public boolean met() {
            return isMet(1);
        }

        /** Whether the demand would be met if it were {@code slack} times as high. */
        public boolean isMet(double slack) {
            return seen <= demand.most() * slack;
        }
    }

    /** The demands of which the rows say something. */
    public List<Verdict> verdicts() {
        List<Verdict> verdicts = new ArrayList<>();
        for (Demand demand : scenario.demands()) {
            for (Row row : rows) {
                if (row.label().equals(demand.row())) {
                    verdicts.add(new Verdict(demand, row.values().get(index(demand.column()))));
                }
            }
        }
        return verdicts;
    }

    /** The head of a table. */
    public List<String> head() {
        List<String> head = new ArrayList<>(List.of(scenario.rowTitle()));
        scenario.columns().forEach(column -> head.add(column.title()));
        return head;
    }

    /** The rows of a table. */
    public List<List<String>> cells() {
        return rows.stream().map(this::cells).toList();
    }

    /** The rows as objects for JSON. */
    public List<Map<String, Object>> objects() {
        return rows.stream().map(this::object).toList();
    }

    /** The values of a column, a pair of each row's label as a number and its value, without rows that have none. */
    public List<double[]> points(String column) {
        int index = index(column);
        return rows.stream()
                .map(row -> new double[] {
                    Double.parseDouble(row.label()), row.values().get(index)
                })
                .filter(point -> !Double.isNaN(point[1]))
                .toList();
    }

    /** A demand for people. */
    public String describe(Verdict verdict) {
        Column column = scenario.columns().get(index(verdict.demand().column()));
        return "%s (%s, %s): %s, must be at most %s: %s"
                .formatted(
                        verdict.demand().name(),
                        verdict.demand().row(),
                        column.title(),
                        column.format().apply(verdict.seen()),
                        column.format().apply(verdict.demand().most()),
                        verdict.met() ? "met" : "MISSED");
    }

    private List<String> cells(Row row) {
        List<String> cells = new ArrayList<>(List.of(row.label()));
        for (int i = 0; i < row.values().size(); i++) {
            double value = row.values().get(i);
            cells.add(
                    Double.isNaN(value)
                            ? NO_VALUE
                            : scenario.columns().get(i).format().apply(value));
        }
        return cells;
    }

    private Map<String, Object> object(Row row) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("case", scenario.label());
        object.put(scenario.rowTitle(), row.label());
        for (int i = 0; i < row.values().size(); i++) {
            object.put(scenario.columns().get(i).key(), row.values().get(i));
        }
        List<Map<String, Object>> demands = new ArrayList<>();
        for (Verdict verdict : verdicts()) {
            if (verdict.demand().row().equals(row.label())) {
                Map<String, Object> demand = new LinkedHashMap<>();
                demand.put("name", verdict.demand().name());
                demand.put("of", verdict.demand().column());
                demand.put("most", verdict.demand().most());
                demand.put("met", verdict.met());
                demands.add(demand);
            }
        }
        object.put("demands", demands);
        return object;
    }

    private int index(String column) {
        for (int i = 0; i < scenario.columns().size(); i++) {
            if (scenario.columns().get(i).key().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no such column: name=" + column + ", scenario=" + scenario);
    }
}
