package io.bindery.samples.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The image sample with both its processes. */
@Timeout(120)
class ImageSampleSystemTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new ImageSample())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void shouldShowTheImageThatTheOtherProcessChanged(@TempDir Path folder) throws Exception {
        assertThat(run("--width", "120", "--height", "80", "--rounds", "5", "--png", folder.toString()))
                .as("%s", err)
                .isZero();

        assertThat(out.toString())
                .contains("drew 120 x 80 pixels")
                .contains("every pixel is the inverse of what it was")
                .containsPattern("named by SharedMemory +\\d+\\.\\d us")
                .containsPattern("sent in a parcel, and back +\\d+\\.\\d us")
                .containsPattern("ratio: \\d+\\.\\d\\d");
        BufferedImage before = ImageIO.read(folder.resolve("before.png").toFile());
        BufferedImage after = ImageIO.read(folder.resolve("after.png").toFile());
        assertThat(after.getWidth()).isEqualTo(120);
        assertThat(after.getHeight()).isEqualTo(80);
        for (int y = 0; y < 80; y++) {
            for (int x = 0; x < 120; x++) {
                assertThat(after.getRGB(x, y)).isEqualTo(before.getRGB(x, y) ^ 0xff_ffff);
            }
        }
        assertThat(before.getRGB(60, 40)).isNotEqualTo(before.getRGB(1, 1));
    }

    @Test
    void shouldSayWhatIsOutOfRange() {
        assertThat(run("--width", "2000", "--height", "2000")).isEqualTo(2);
        assertThat(err.toString()).contains("out of range: --width=2000 --height=2000");
    }
}
