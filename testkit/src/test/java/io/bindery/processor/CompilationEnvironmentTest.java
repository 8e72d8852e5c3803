package io.bindery.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.processor.Compilation.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is generated compiles without a warning in projects that differ in what they can see. */
class CompilationEnvironmentTest {
    private static final Source CLOCK = new Source("example/Clock.java", """
            package example;

            import io.bindery.BinderInterface;
            import io.bindery.IInterface;
            import io.bindery.RemoteException;

            @BinderInterface
            public interface Clock extends IInterface {
                String time(String zone) throws RemoteException;
            }
            """);

    @TempDir
    Path output;

    @Test
    void shouldCompileWithoutJSpecify() {
        Compilation compilation = Compilation.onClassPathWithoutJSpecify(output, CLOCK);

        assertThat(compilation.problems()).isEmpty();
        assertThat(compilation.generated("example/ClockProxy.java"))
                .contains("@Generated(\"io.bindery.processor.BinderProcessor\")")
                .doesNotContain("jspecify");
    }

    @Test
    void shouldCompileInModuleThatReadsCoreAlone() {
        Source module =
                new Source("module-info.java", "module example { requires transitive io.bindery; exports example; }");

        Compilation compilation = Compilation.onModulePathWithoutJSpecify(output, module, CLOCK);

        assertThat(compilation.problems()).isEmpty();
        assertThat(compilation.generated("example/ClockStub.java")).doesNotContain("@Generated", "jspecify");
    }

    @Test
    void shouldCompileInModuleThatReadsJSpecifyAndJavaCompiler() {
        Source module = new Source("module-info.java", """
                module example {
                    requires transitive io.bindery;
                    requires static java.compiler;
                    requires static transitive org.jspecify;

                    exports example;
                }
                """);

        Compilation compilation = Compilation.onModulePath(output, module, CLOCK);

        assertThat(compilation.problems()).isEmpty();
        assertThat(compilation.generated("example/ClockStub.java")).contains("@Generated", "@NullMarked");
    }

    @Test
    void shouldCompileDeprecatedMethods() {
        Compilation compilation = Compilation.onClassPath(output, new Source("example/Old.java", """
                package example;

                import io.bindery.*;

                @BinderInterface
                public interface Old extends IInterface {
                    @Deprecated
                    void first() throws RemoteException;

                    @Deprecated(forRemoval = true)
                    void second() throws RemoteException;
                }
                """));

        assertThat(compilation.problems()).isEmpty();
    }

    @Test
    void shouldNotMistakeTypesOfTheUserForOurs() {
        Compilation compilation = Compilation.onClassPath(
                output,
                new Source("example/Exchange.java", """
                        package example;

                        import example.estate.DeathRecipient;
                        import io.bindery.BinderInterface;
                        import io.bindery.IInterface;
                        import io.bindery.Parcelable;
                        import io.bindery.RemoteException;

                        @BinderInterface
                        public interface Exchange extends IInterface {
                            @Parcelable
                            record Call(int strike) {}

                            enum Objects { ONE }

                            Parcel send(Call call, Parcel data, Objects reply, DeathRecipient remote) throws RemoteException;
                        }
                        """),
                new Source(
                        "example/Parcel.java",
                        "package example; @io.bindery.Parcelable public record Parcel(int x) {}"),
                new Source(
                        "example/estate/DeathRecipient.java",
                        "package example.estate; public enum DeathRecipient { HEIR }"));

        assertThat(compilation.problems()).isEmpty();
    }

    @Test
    void shouldGenerateForInterfacesNestedInClasses() {
        Compilation compilation = Compilation.onClassPath(output, new Source("example/Outer.java", """
                package example;

                public final class Outer {
                    private Outer() {}

                    @io.bindery.BinderInterface
                    public interface Inner extends io.bindery.IInterface {
                        void call(Inner other) throws io.bindery.RemoteException;
                    }
                }
                """));

        assertThat(compilation.problems()).isEmpty();
        assertThat(compilation.generated("example/Outer_InnerStub.java"))
                .contains("DESCRIPTOR = \"example.Outer.Inner\"");
    }

    @Test
    void shouldWaitForTypesThatAnotherProcessorGenerates() {
        Source user = new Source("example/User.java", """
                package example;

                @io.bindery.BinderInterface
                public interface User extends io.bindery.IInterface {
                    void send(Late late) throws io.bindery.RemoteException;
                }
                """);

        Compilation compilation = Compilation.withProcessor(output, new LateProcessor(), user);

        assertThat(compilation.problems()).isEmpty();
        assertThat(compilation.generated("example/UserStub.java")).contains("readEnum(LATE_VALUES)");
    }

    /** Generates an enum in its first round. */
    private static final class LateProcessor extends AbstractProcessor {
        private boolean done;

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return Set.of("*");
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (!done) {
                done = true;
                try (Writer writer = processingEnv
                        .getFiler()
                        .createSourceFile("example.Late")
                        .openWriter()) {
                    writer.write("package example; public enum Late { ONE }");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return false;
        }
    }
}
