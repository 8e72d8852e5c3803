package io.bindery.processor;

import com.palantir.javapoet.ClassName;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names for what is generated. An instance is one scope, in which each name is given out once. */
final class Names {
    private final Set<String> taken;

    Names(Collection<String> taken) {
        this.taken = new HashSet<>(taken);
    }

    /** Returns a scope inside this one: what it gives out does not clash with names taken here. */
    Names inner() {
        return new Names(taken);
    }

    /** Takes the first of {@code candidates} that is free; if none is, the first with a number behind it. */
    String take(String... candidates) {
        for (String candidate : candidates) {
            if (taken.add(candidate)) {
                return candidate;
            }
        }
        for (int number = 2; ; number++) {
            String candidate = candidates[0] + (Character.isUpperCase(candidates[0].charAt(0)) ? "_" : "") + number;
            if (taken.add(candidate)) {
                return candidate;
            }
        }
    }

    /** {@code getQuoteURLNow} becomes {@code GET_QUOTE_URL_NOW}. */
    static String constant(String camelCase) {
        return camelCase
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .toUpperCase(Locale.ROOT);
    }

    static String capitalized(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** The class generated beside {@code type}: {@code Outer.Inner} with suffix {@code Stub} is {@code Outer_InnerStub}. */
    static ClassName generated(ClassName type, String suffix) {
        return ClassName.get(type.packageName(), String.join("_", type.simpleNames()) + suffix);
    }
}
