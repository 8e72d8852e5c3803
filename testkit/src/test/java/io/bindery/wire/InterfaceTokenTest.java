package io.bindery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.Parcel;
import org.junit.jupiter.api.Test;

/** The number by which a callee knows its interface, as the protocol has it computed. */
class InterfaceTokenTest {
    @Test
    void shouldBeTheHashOfTheDescriptorsBytes() {
        assertThat(Parcel.interfaceToken("")).isEqualTo(0x811c9dc5);
        assertThat(Parcel.interfaceToken("a")).isEqualTo(fnv1a(0x61, 0));
        assertThat(Parcel.interfaceToken("\u0102")).isEqualTo(fnv1a(2, 1));
        assertThat(Parcel.interfaceToken("ab")).isEqualTo(fnv1a(0x61, 0, 0x62, 0));
    }

    private static int fnv1a(int... bytes) {
        int hash = 0x811c9dc5;
        for (int each : bytes) {
            hash = (hash ^ each) * 0x01000193;
        }
        return hash;
    }
}
