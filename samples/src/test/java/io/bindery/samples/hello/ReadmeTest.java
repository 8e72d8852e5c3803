package io.bindery.samples.hello;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadmeTest {
    /** The module's directory, where Maven runs tests. */
    private static final Path MODULE = Path.of("").toAbsolutePath();

    @ParameterizedTest
    @ValueSource(strings = {"Greeter", "Server", "Client"})
    void shouldBeShownInTheReadmeAsItIsCompiled(String type) throws IOException {
        String source = Files.readString(MODULE.resolve("src/main/java/io/bindery/samples/hello/" + type + ".java"));
        String declaration = source.substring(source.lastIndexOf("import ")).split("\n\n", 2)[1];

        assertThat(Files.readString(MODULE.resolveSibling("README.md"))).contains(declaration);
    }
}
