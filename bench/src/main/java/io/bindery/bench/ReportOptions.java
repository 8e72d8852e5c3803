package io.bindery.bench;

import io.bindery.bench.report.CaseReport;
import io.bindery.bench.report.HtmlReport;
import io.bindery.bench.report.JsonReport;
import io.bindery.bench.report.Machine;
import io.bindery.bench.report.TableReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command leaves its report. */
final class ReportOptions {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Where to leave HdrHistogram logs, JSON and an HTML page; "
                    + "by default target/bench/COMMAND-TIME below the working directory.")
    private @Nullable Path chosen;

    private @Nullable Path directory;

    /** Creates the directory, for a command of this name. */
    Path directory(String command) throws IOException {
        Path given = chosen;
        Path created = given == null
                ? Path.of(
                        "target",
                        "bench",
                        command + "-"
                                + LocalDateTime.now(ZoneId.systemDefault()).format(TIME))
                : given;
        Files.createDirectories(created);
        directory = created;
        return created;
    }

    /** Prints the rows and leaves them in the directory. */
    void write(String title, Machine machine, List<CaseReport> rows, boolean json) throws IOException {
        write(
                JsonReport.write(machine, rows),
                HtmlReport.write(title, machine, rows),
                out -> TableReport.print(out, machine, rows),
                json);
    }

    /** Prints a table, or JSON, and leaves JSON and HTML in the directory. */
    void write(String jsonText, String html, Consumer<PrintStream> table, boolean json) throws IOException {
        Path to = Objects.requireNonNull(directory, "directory");
        Files.writeString(to.resolve("report.json"), jsonText);
        Files.writeString(to.resolve("report.html"), html);
        if (json) {
            System.out.println(jsonText);
        } else {
            table.accept(System.out);
        }
        System.err.println("report: " + to.toAbsolutePath());
    }
}
