package io.bindery.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.processor.Compilation.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pins what is generated for a small interface, so that a change of it is seen and read. */
class GeneratedSourceTest {
    @TempDir
    Path output;

    @ParameterizedTest
    @ValueSource(strings = {"OrderGatewayStub", "OrderGatewayProxy", "QuoteParcel"})
    void shouldGenerateWhatTheGoldenFileHolds(String name) throws IOException {
        Compilation compilation = Compilation.onClassPath(
                output, source("OrderGateway"), source("Quote"), source("Side"), source("FillListener"));

        assertThat(compilation.problems()).isEmpty();
        assertThat(compilation.generated("example/" + name + ".java")).isEqualTo(resource(name));
    }

    private static Source source(String name) throws IOException {
        return new Source("example/" + name + ".java", resource(name));
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = GeneratedSourceTest.class.getResourceAsStream("golden/" + name + ".txt")) {
            assertThat(stream).as("golden/%s.txt", name).isNotNull();
            return new String(stream.readAllBytes(), UTF_8);
        }
    }
}
