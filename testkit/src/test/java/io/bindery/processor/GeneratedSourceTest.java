package io.bindery.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.processor.Compilation.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LedgerStub",
                "LedgerProxy",
                "LedgerDefault",
                "LedgerDelegator",
                "ShapeParcel",
                "CurrencyParcel",
                "MovementParcel"
            })
    void shouldGenerateInterfaceThatEvolves(String name) throws IOException {
        Compilation compilation = Compilation.onClassPath(
                output, source("Ledger"), source("Shape"), source("Currency"), source("Movement"), source("Cursor"));

        assertThat(compilation.problems()).isEmpty();
        assertThat(compilation.generated("example/" + name + ".java")).isEqualTo(resource(name));
    }

    @Test
    void shouldHashWhatAPeerHasToAgreeWithAndNothingElse() throws IOException {
        String ledger = resource("Ledger");
        String hash = hashOf(ledger);

        assertThat(hashOf(ledger.replace("version = 2", "version = 3"))).isEqualTo(hash);
        assertThat(hashOf(ledger.replace("@AllowUid(\"root\")", ""))).isEqualTo(hash);
        assertThat(hashOf(ledger.replace("byte[] secret", "byte[] key"))).isNotEqualTo(hash);
        assertThat(hashOf(ledger.replace("@TransactionCode(20)", "@TransactionCode(21)")))
                .isNotEqualTo(hash);
        assertThat(hashOf(ledger, resource("Currency").replace("GBP", "CHF"))).isNotEqualTo(hash);
    }

    private String hashOf(String ledger) throws IOException {
        return hashOf(ledger, resource("Currency"));
    }

    private String hashOf(String ledger, String currency) throws IOException {
        Compilation compilation = Compilation.onClassPath(
                output,
                new Source("example/Ledger.java", ledger),
                new Source("example/Currency.java", currency),
                source("Shape"),
                source("Movement"),
                source("Cursor"));
        assertThat(compilation.problems()).isEmpty();
        String stub = compilation.generated("example/LedgerStub.java");
        int begin = stub.indexOf("HASH = \"") + "HASH = \"".length();
        return stub.substring(begin, stub.indexOf('"', begin));
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
