package io.bindery.processor;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/** Fields of a generated class that hold the constants of enums: {@code values()} would make a copy at every call. */
final class EnumFields {
    private final Map<ClassName, String> fields = new LinkedHashMap<>();
    private final Names names;

    EnumFields(Names names) {
        this.names = names;
    }

    String constantsOf(ClassName type) {
        return fields.computeIfAbsent(type, key -> names.take(Names.constant(key.simpleName()) + "_VALUES"));
    }

    List<FieldSpec> specs() {
        return fields.entrySet().stream()
                .map(entry -> FieldSpec.builder(ArrayTypeName.of(entry.getKey()), entry.getValue())
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                        .initializer("$T.values()", entry.getKey())
                        .build())
                .toList();
    }
}
