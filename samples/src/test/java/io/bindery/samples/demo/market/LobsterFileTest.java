package io.bindery.samples.demo.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LobsterFileTest {
    private static final String GOOD = "5859400,200,5853300,18\n5859100,18,5853300,18\n";

    @TempDir
    Path directory;

    @Test
    void shouldReadEachFieldOfEachRow() throws IOException {
        Quotes quotes = LobsterFile.read(file(GOOD));

        assertThat(quotes.count()).isEqualTo(2);
        assertThat(quotes.askPrice(1)).isEqualTo(5859400);
        assertThat(quotes.askSize(1)).isEqualTo(200);
        assertThat(quotes.bidPrice(1)).isEqualTo(5853300);
        assertThat(quotes.bidSize(1)).isEqualTo(18);
        assertThat(quotes.askPrice(2)).isEqualTo(5859100);
    }

    @Test
    void shouldReadRowsThatEndAsOnWindowsAndALastRowWithoutEnd() throws IOException {
        assertThat(LobsterFile.read(file("2,1,1,1\r\n4,1,3,7")).bidSize(2)).isEqualTo(7);
    }

    @Test
    void shouldReadGzipWhateverItsName() throws IOException {
        Path file = directory.resolve("quotes.csv");
        Files.write(file, gzip(GOOD));

        assertThat(LobsterFile.read(file).count()).isEqualTo(2);
    }

    @Test
    void shouldTakeTheDummyPriceAsAnEmptySideOfTheBook() throws IOException {
        Quotes quotes = LobsterFile.read(file("9999999999,0,5853300,18\n5859400,200,-9999999999,0\n"));

        assertThat(quotes.askPrice(1)).isZero();
        assertThat(quotes.askSize(1)).isZero();
        assertThat(quotes.bidPrice(2)).isZero();
        assertThat(quotes.bidSize(2)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "5859400,200,58x3300,18 | line 3: field 3 (bid price) is \"58x3300\"; expected a whole number from 1",
                "5859400,2e2,5853300,18 | line 3: field 2 (ask size) is \"2e2\"",
                "0,200,5853300,18 | line 3: field 1 (ask price) is \"0\"",
                "5859400,-200,5853300,18 | line 3: field 2 (ask size) is \"-200\"",
                "5859400,200,5853300,2147483648 | line 3: field 4 (bid size) is \"2147483648\"",
                "5859400,200,5853300,99999999999999999999 | line 3: field 4 (bid size) is \"99999999999999999999\"",
                "5859400,,5853300,18 | line 3: field 2 (ask size) is \"\"",
                "5859400, 200,5853300,18 | line 3: field 2 (ask size) is \" 200\"",
                "9999999999,200,5853300,18 | line 3: field 2 (ask size) is \"200\"; expected 0 (shares",
                "5859400,200,5853300 | line 3: field 4 (bid size) is missing; expected four fields",
                "5859400,200,5853300,18,7 | line 3: more than four fields: ask price, ask size, bid price, bid size",
                "5859400;200;5853300;18 | line 3: field 1 (ask price) is \"5859400;200;5853300;18\"",
                "'' | line 3: the line is blank; expected four fields",
                "5853300,200,5859400,18 | line 3: bid price 5859400 is not below ask price 5853300",
            })
    void shouldSayWhereAndWhatIsWrongInARow(String row, String expected) throws IOException {
        Path file = file(GOOD + row + "\n" + GOOD);

        assertThatThrownBy(() -> LobsterFile.read(file))
                .isInstanceOf(QuoteFileException.class)
                .hasMessageContaining(file + ", " + expected);
    }

    @Test
    void shouldNotPrintWhatIsNoText() throws IOException {
        byte[] bytes = new byte[4096];
        Arrays.fill(bytes, (byte) 0x1b);
        bytes[50] = ',';
        Path file = directory.resolve("binary");
        Files.write(file, bytes);

        assertThatThrownBy(() -> LobsterFile.read(file))
                .hasMessage(file + ", line 1: longer than 120 characters; expected four numbers");
        assertThat(LobsterFile.shown(bytes, 0, 50)).isEqualTo('"' + "?".repeat(40) + "...\"");
    }

    @Test
    void shouldRefuseAMissingFileADirectoryAndAnEmptyFile() throws IOException {
        Path missing = directory.resolve("missing.csv");
        Path empty = file("");

        assertThatThrownBy(() -> LobsterFile.read(missing)).hasMessage(missing + ": there is no such file");
        assertThatThrownBy(() -> LobsterFile.read(directory)).hasMessageStartingWith(directory + ": is a directory");
        assertThatThrownBy(() -> LobsterFile.read(empty)).hasMessageStartingWith(empty + ": is empty");
    }

    @Test
    void shouldSayWhereATruncatedGzipFileEnds() throws IOException {
        byte[] whole = gzip(GOOD.repeat(2000));
        for (int length : new int[] {3, 9, 10, whole.length / 2, whole.length - 1}) {
            Path file = directory.resolve("cut-" + length + ".csv.gz");
            Files.write(file, Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> LobsterFile.read(file))
                    .as("first %d of %d bytes", length, whole.length)
                    .isInstanceOf(QuoteFileException.class)
                    .hasMessageStartingWith(file.toString())
                    .hasMessageContaining("copy");
        }
    }

    @Test
    void shouldSayThatAGzipFileIsDamaged() throws IOException {
        byte[] bytes = gzip(GOOD.repeat(2000));
        bytes[bytes.length - 6] ^= 1;
        Path file = directory.resolve("damaged.csv.gz");
        Files.write(file, bytes);

        assertThatThrownBy(() -> LobsterFile.read(file)).hasMessageContaining("the gzip file is damaged");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("quotes-" + text.hashCode() + ".csv"), text);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }
}
