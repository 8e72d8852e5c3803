package io.bindery.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.bench.rig.Measurement;
import io.bindery.bench.rig.PacedRun;
import io.bindery.bench.rig.Round;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementFileTest {
    @TempDir
    Path directory;

    @Test
    void shouldReadWhatWasWritten() throws Exception {
        Measurement seen = new Measurement(
                List.of(new Round(131.25, 210, 190.5, 1e9), new Round(1e-3, 2, 3, 4)), 1L << 40, 0.125, 24, 1e7, 21.3);
        Path file = directory.resolve("measurement");

        MeasurementFile written = new MeasurementFile(seen, 3, List.of(new PacedRun(1e4, 9999.5)));
        written.write(file);

        assertThat(MeasurementFile.read(file)).isEqualTo(written);
    }
}
