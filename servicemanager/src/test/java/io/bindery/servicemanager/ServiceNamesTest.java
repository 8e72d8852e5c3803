package io.bindery.servicemanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "io.bindery.Orders/primary-2_b", "0"})
    void shouldAllowOrdinaryNames(String name) {
        assertThat(ServiceNames.check(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\n", "ä", "a:b", "a\\b"})
    void shouldRefuseOtherCharacters(String name) {
        assertThatThrownBy(() -> ServiceNames.check(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A-Z a-z 0-9 . _ - and /: name=" + name);
    }

    @Test
    void shouldRefuseNamesThatAreEmptyOrTooLong() {
        assertThat(ServiceNames.check("a".repeat(127))).hasSize(127);
        assertThatThrownBy(() -> ServiceNames.check("a".repeat(128))).hasMessageContaining("length=128");
        assertThatThrownBy(() -> ServiceNames.check("")).hasMessageContaining("length=0");
    }
}
