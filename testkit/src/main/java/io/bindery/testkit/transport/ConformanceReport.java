package io.bindery.testkit.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Says which cases ran, and which did not and why: {@code target/conformance/<class>.txt}. */
public final class ConformanceReport implements TestWatcher, AfterAllCallback {
    private static final String JUNITS_OWN = "Assumption failed: ";

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private void add(ExtensionContext context, String outcome) {
        lines.add(String.format("%-60s %s", context.getDisplayName().replace("()", ""), outcome));
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        add(context, "passed");
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        add(context, "FAILED: " + reason(cause));
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        add(context, "not run: " + reason(cause));
    }

    private static String reason(@Nullable Throwable cause) {
        return cause == null
                ? "for no known reason"
                : String.valueOf(cause.getMessage()).replace(JUNITS_OWN, "");
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        add(context, "not run: " + reason.orElse("disabled"));
    }

    /** Of the class, with the one around it, whose name says the transport. */
    private static String name(ExtensionContext context) {
        Class<?> suite = context.getRequiredTestClass();
        Class<?> around = suite.getEnclosingClass();
        return around == null ? suite.getSimpleName() : around.getSimpleName() + "." + suite.getSimpleName();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Path file = Path.of("target", "conformance", name(context) + ".txt");
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, lines.stream().sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException("the report could not be written: file=" + file, e);
        }
    }
}
