package io.bindery.processor;

import com.palantir.javapoet.JavaFile;
import io.bindery.IInterface;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/** One run of the compiler over sources in memory, with the processor found on the processor path as a user's is. */
final class Compilation {
    private static final List<String> STRICT = List.of("-Xlint:all,-processing,-requires-automatic", "-Werror");

    private final DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    private final Path output;

    private Compilation(Path output) {
        this.output = output;
    }

    /** Compiles on the class path, with core and JSpecify there. */
    static Compilation onClassPath(Path output, Source... sources) {
        List<String> options = new ArrayList<>(STRICT);
        options.addAll(List.of("-classpath", pathOf(IInterface.class, NullMarked.class)));
        return new Compilation(output).run(options, List.of(), sources);
    }

    static Compilation onClassPathWithoutJSpecify(Path output, Source... sources) {
        List<String> options = new ArrayList<>(STRICT);
        options.addAll(List.of("-classpath", pathOf(IInterface.class)));
        return new Compilation(output).run(options, List.of(), sources);
    }

    static Compilation onModulePathWithoutJSpecify(Path output, Source... sources) {
        List<String> options = new ArrayList<>(STRICT);
        options.addAll(List.of("--module-path", pathOf(IInterface.class)));
        return new Compilation(output).run(options, List.of(), sources);
    }

    static Compilation onModulePath(Path output, Source... sources) {
        List<String> options = new ArrayList<>(STRICT);
        options.addAll(List.of("--module-path", pathOf(IInterface.class, NullMarked.class)));
        return new Compilation(output).run(options, List.of(), sources);
    }

    /** Compiles with another processor beside ours. */
    static Compilation withProcessor(Path output, Processor other, Source... sources) {
        List<String> options = new ArrayList<>(STRICT);
        options.addAll(List.of("-classpath", pathOf(IInterface.class, NullMarked.class)));
        return new Compilation(output).run(options, List.of(new BinderProcessor(), other), sources);
    }

    private Compilation run(List<String> options, List<Processor> processors, Source... sources) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-d", output.toString(), "-s", output.toString()));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
            if (processors.isEmpty()) {
                all.addAll(List.of("-processorpath", pathOf(BinderProcessor.class, JavaFile.class)));
            }
            var task = compiler.getTask(null, files, diagnostics, all, null, List.of(sources));
            if (!processors.isEmpty()) {
                task.setProcessors(processors);
            }
            task.call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Errors and warnings, as the compiler shows them: {@code Name.java:line: message}. */
    List<String> problems() {
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() != Diagnostic.Kind.NOTE)
                .map(Compilation::describe)
                .toList();
    }

    private static String describe(Diagnostic<? extends JavaFileObject> diagnostic) {
        JavaFileObject source = diagnostic.getSource();
        String where = source == null ? "" : Path.of(source.getName()).getFileName() + ":" + diagnostic.getLineNumber();
        return where + ": " + diagnostic.getMessage(Locale.ROOT);
    }

    String generated(String path) {
        try {
            return Files.readString(output.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException("not generated: path=" + path + " problems=" + problems(), e);
        }
    }

    private static String pathOf(Class<?>... classes) {
        return Stream.of(classes).map(Compilation::location).collect(Collectors.joining(File.pathSeparator));
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("where " + type + " was loaded from is no path", e);
        }
    }

    /** A source file in memory. */
    static final class Source extends SimpleJavaFileObject {
        private final String text;

        /**
         * A source file.
         *
         * @param path of the file, as in {@code example/Quote.java}
         */
        Source(String path, String text) {
            super(URI.create("memory:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
