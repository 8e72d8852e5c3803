package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MappingTest {
    private static final long PAGE = Mapping.pageSize();

    private final OpenDescriptors open = new OpenDescriptors();

    @AfterEach
    void closeDescriptors() {
        open.close();
    }

    @Test
    void shouldShowWhatTheWriterWroteToTheReader() throws IOException {
        int fd = open.add(Memfd.create("mapping-plain", PAGE));
        MemorySegment writer = Mapping.mapReadWrite(fd, PAGE);
        MemorySegment reader = Mapping.mapReadOnly(fd, PAGE);

        writer.set(JAVA_INT, 64, 42);

        assertThat(reader.get(JAVA_INT, 64)).isEqualTo(42);
        assertThat(reader.byteSize()).isEqualTo(PAGE);
        Mapping.unmap(writer);
        Mapping.unmap(reader);
    }

    @Test
    void shouldRefuseToWriteThroughAReadOnlyMapping() throws IOException {
        int fd = open.add(Memfd.create("mapping-readonly", PAGE));
        MemorySegment reader = Mapping.mapReadOnly(fd, PAGE);

        assertThat(reader.isReadOnly()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> reader.set(JAVA_INT, 0, 1));
        assertThat(OpenDescriptors.mappingsContaining("mapping-readonly"))
                .as("protection and sharing")
                .singleElement()
                .asString()
                .contains(" r--s ");
        Mapping.unmap(reader);
    }

    @Test
    void shouldContinueARecordThatCrossesTheEndOfTheRing() throws IOException {
        long ringBytes = 2 * PAGE;
        int fd = open.add(Memfd.create("mapping-doubled", PAGE + ringBytes));
        MemorySegment writer = Mapping.mapDoubled(fd, PAGE, ringBytes, true);
        MemorySegment reader = Mapping.mapDoubled(fd, PAGE, ringBytes, false);
        assertThat(writer.byteSize()).isEqualTo(PAGE + 2 * ringBytes);
        assertThat(reader.isReadOnly()).isTrue();

        long acrossTheEnd = PAGE + ringBytes - 4;
        writer.set(JAVA_LONG_UNALIGNED, acrossTheEnd, 0x1122_3344_5566_7788L);

        assertThat(reader.get(JAVA_LONG_UNALIGNED, acrossTheEnd)).isEqualTo(0x1122_3344_5566_7788L);
        assertThat(reader.get(JAVA_INT, PAGE))
                .as("the second half, at the start of the ring")
                .isEqualTo(writer.get(JAVA_INT, PAGE + ringBytes))
                .isNotZero();
        Mapping.unmap(writer);
        Mapping.unmap(reader);
    }

    @Test
    void shouldShowTheSameBytesInBothCopiesAndNoneInTheControlArea() throws IOException {
        int fd = open.add(Memfd.create("mapping-copies", 2 * PAGE));
        MemorySegment doubled = Mapping.mapDoubled(fd, PAGE, PAGE, true);

        for (long i = 0; i < PAGE; i++) {
            doubled.set(JAVA_BYTE, PAGE + i, (byte) (i * 31 + 7));
        }

        assertThat(doubled.asSlice(PAGE, PAGE).mismatch(doubled.asSlice(2 * PAGE, PAGE)))
                .as("first difference between the copies")
                .isEqualTo(-1);
        assertThat(doubled.asSlice(0, PAGE).toArray(JAVA_BYTE)).containsOnly(0);
        Mapping.unmap(doubled);
    }

    @Test
    void shouldMapAControlAreaWithoutRingAndARingWithoutControlArea() throws IOException {
        int fd = open.add(Memfd.create("mapping-halves", PAGE));

        MemorySegment control = Mapping.mapDoubled(fd, PAGE, 0, true);
        MemorySegment ring = Mapping.mapDoubled(fd, 0, PAGE, false);
        control.set(JAVA_LONG, 8, 5);

        assertThat(control.byteSize()).isEqualTo(PAGE);
        assertThat(ring.byteSize()).isEqualTo(2 * PAGE);
        assertThat(ring.get(JAVA_LONG, 8)).isEqualTo(5);
        assertThat(ring.get(JAVA_LONG, PAGE + 8)).isEqualTo(5);
        Mapping.unmap(control);
        Mapping.unmap(ring);
    }

    @Test
    void shouldReadZerosOnceTheMappingIsReplaced() throws IOException {
        int fd = open.add(Memfd.create("mapping-replaced", 2 * PAGE));
        MemorySegment writer = Mapping.mapDoubled(fd, PAGE, PAGE, true);
        MemorySegment reader = Mapping.mapDoubled(fd, PAGE, PAGE, false);
        writer.fill((byte) 0x5A);

        Mapping.replaceByZeros(reader);
        assertThat(reader.toArray(JAVA_BYTE)).containsOnly(0);
        assertThat(writer.get(JAVA_BYTE, 0)).as("the file itself").isEqualTo((byte) 0x5A);

        Mapping.replaceByZeros(writer);
        writer.set(JAVA_INT, 0, 9);
        assertThat(writer.get(JAVA_INT, PAGE)).isZero();
        assertThat(OpenDescriptors.mappingsContaining("mapping-replaced")).isEmpty();
        Mapping.unmap(writer);
        Mapping.unmap(reader);
    }

    @Test
    void shouldKeepTheMappingAfterTheDescriptorIsClosed() throws IOException {
        int fd = Memfd.create("mapping-outlives", PAGE);
        MemorySegment writer = Mapping.mapReadWrite(fd, PAGE);
        FileDescriptors.close(fd);

        writer.set(JAVA_INT, 0, 3);

        assertThat(writer.get(JAVA_INT, 0)).isEqualTo(3);
        Mapping.unmap(writer);
    }

    @Test
    void shouldKeepTheMappingOutOfForkedChildren() throws IOException {
        int fd = open.add(Memfd.create("mapping-dontfork", PAGE));
        MemorySegment writer = Mapping.mapReadWrite(fd, PAGE);

        Mapping.dontFork(writer);

        // "dc" among the flags of the mapping: do not copy on fork.
        assertThat(ProcMaps.flagsOf("mapping-dontfork")).contains("dc");
        Mapping.unmap(writer);
    }

    @Test
    void shouldLeaveNothingMappedWhenTheDescriptorIsRefused() throws IOException {
        int fd = open.add(Memfd.create("mapping-refused", 2 * PAGE));
        Memfd.seal(fd);
        long before = ProcMaps.virtualBytes();
        long reserved = 64L << 30; // so large that a forgotten reservation cannot be missed

        assertThatThrownBy(() -> Mapping.mapDoubled(fd, PAGE, reserved, true))
                .isInstanceOf(SystemCallException.class)
                .hasMessageStartingWith("mmap failed: EPERM (1, Operation not permitted); attempted: fd=" + fd)
                .hasMessageContaining("writable=true")
                .hasMessageEndingWith("map for writing before the memory is sealed");
        assertThatThrownBy(() -> Mapping.mapDoubled(-1, PAGE, reserved, false))
                .isInstanceOf(SystemCallException.class)
                .hasMessageContaining("EBADF");

        assertThat(ProcMaps.virtualBytes() - before)
                .as("growth of the address space")
                .isLessThan(reserved);
        assertThat(OpenDescriptors.mappingsContaining("mapping-refused")).isEmpty();
    }

    @Test
    void shouldSayWhichSizeIsNoMultipleOfThePageSize() throws IOException {
        int fd = open.add(Memfd.create("mapping-odd", PAGE));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mapping.mapDoubled(fd, PAGE, 100, true))
                .withMessage("ringBytes must be a multiple of the page size: ringBytes=100 pageSize=" + PAGE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mapping.mapDoubled(fd, -PAGE, PAGE, true))
                .withMessageContaining("controlBytes=-" + PAGE);
        assertThatIllegalArgumentException().isThrownBy(() -> Mapping.mapDoubled(fd, 0, 0, true));
    }

    @Test
    void shouldNameTheSizeWhenTheAddressSpaceIsShort() throws IOException {
        int fd = open.add(Memfd.create("mapping-huge", PAGE));

        assertThatThrownBy(() -> Mapping.mapDoubled(fd, PAGE, 1L << 60, true))
                .isInstanceOfSatisfying(SystemCallException.class, e -> {
                    assertThat(e.errno()).isEqualTo(Errno.ENOMEM);
                    assertThat(e.call()).isEqualTo("mmap");
                })
                .hasMessageContaining("reserve size=" + (PAGE + 2 * (1L << 60)));
    }

    @Test
    void shouldRefuseToUnmapWhatIsNoMapping() {
        MemorySegment odd = MemorySegment.ofAddress(PAGE + 1);

        assertThatIllegalStateException().isThrownBy(() -> Mapping.unmap(odd)).withMessageContaining("EINVAL");
    }
}
