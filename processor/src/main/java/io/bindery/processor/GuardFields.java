package io.bindery.processor;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import io.bindery.processor.InterfaceModel.Guard;
import io.bindery.processor.InterfaceModel.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** Fields of a stub that hold who may call, one for each rule. */
final class GuardFields {
    private final Map<Guard, String> fields = new LinkedHashMap<>();
    private final @Nullable Guard guardOfAll;
    private final Names names;

    /** Names for the rule of the interface, and for others. */
    GuardFields(@Nullable Guard guardOfAll, Names names) {
        this.guardOfAll = guardOfAll;
        this.names = names;
    }

    /** The field of a rule; named after the first method that has it where the interface has another. */
    String nameOf(Guard guard, Method method) {
        String name = guard.equals(guardOfAll) ? "GUARD" : Names.constant(method.name()) + "_GUARD";
        return fields.computeIfAbsent(guard, key -> names.take(name));
    }

    List<FieldSpec> specs() {
        return fields.entrySet().stream()
                .map(entry -> FieldSpec.builder(Api.CALLER_GUARD, entry.getValue())
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                        .initializer(
                                "$T.allowing($L, $L)",
                                Api.CALLER_GUARD,
                                array(entry.getKey().uids()),
                                array(entry.getKey().gids()))
                        .build())
                .toList();
    }

    private static CodeBlock array(List<String> values) {
        return values.stream()
                .map(value -> CodeBlock.of("$S", value))
                .collect(CodeBlock.joining(", ", "new String[] {", "}"));
    }
}
