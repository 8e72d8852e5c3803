package io.bindery.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void shouldWriteScalars() {
        assertThat(Json.write(12)).isEqualTo("12");
        assertThat(Json.write(1.25)).isEqualTo("1.25");
        assertThat(Json.write(true)).isEqualTo("true");
        assertThat(Json.write("plain")).isEqualTo("\"plain\"");
    }

    @Test
    void shouldWriteNullForNumbersThatJsonHasNoWordFor() {
        assertThat(Json.write(Double.NaN)).isEqualTo("null");
        assertThat(Json.write(Double.POSITIVE_INFINITY)).isEqualTo("null");
    }

    @Test
    void shouldEscapeWhatWouldEndAString() {
        assertThat(Json.write("a\"b\\c\nd\te\u0001é")).isEqualTo("\"a\\\"b\\\\c\\nd\\te\\u0001é\"");
    }

    @Test
    void shouldNestAndKeepTheOrderOfKeys() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("z", 1);
        object.put("a", List.of(Map.of("k", 2), "x"));
        object.put("n", null);

        assertThat(Json.write(object).replaceAll("\\s", "")).isEqualTo("{\"z\":1,\"a\":[{\"k\":2},\"x\"],\"n\":null}");
    }

    @Test
    void shouldWriteEmptyContainersAndNullsInArrays() {
        assertThat(Json.write(List.of())).isEqualTo("[]");
        assertThat(Json.write(Map.of())).isEqualTo("{}");
        assertThat(Json.write(Arrays.asList(1, null)).replaceAll("\\s", "")).isEqualTo("[1,null]");
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Json.write(new Object())).hasMessageContaining("class=java.lang.Object");
    }
}
