package io.bindery.processor;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import io.bindery.processor.InterfaceModel.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Neighbours of fixed size among the parameters: room for all of them is made, or read over, in one step. The bytes are
 * the same as of one after another.
 */
final class InPlace {
    private InPlace() {}

    /** Splits parameters, in their order, into runs of fixed size; each other parameter is alone. */
    static List<List<Parameter>> runs(List<Parameter> parameters) {
        List<List<Parameter>> runs = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (!runs.isEmpty() && isFixed(parameter) && isFixed(runs.getLast().getFirst())) {
                runs.getLast().add(parameter);
            } else {
                runs.add(new ArrayList<>(List.of(parameter)));
            }
        }
        return runs;
    }

    private static boolean isFixed(Parameter parameter) {
        return parameter.type() instanceof WireType.Builtin
                && parameter.type().typeName().isPrimitive();
    }

    /** Writes a run of several. */
    static void write(MethodSpec.Builder method, List<Parameter> run, CodeBlock parcel, Names names) {
        String at = names.take("at", "position");
        method.addStatement("int $N = $L.writeInplace($L)", at, parcel, bytes(run));
        int offset = 0;
        for (Parameter value : run) {
            TypeName type = value.type().typeName();
            method.addStatement("$L.put$L($L, $N)", parcel, suffix(type), place(at, offset), value.name());
            offset += bytes(value);
        }
    }

    /** Reads a run of several into variables of their names. */
    static void read(MethodSpec.Builder method, List<Parameter> run, CodeBlock parcel, Names names) {
        String at = names.take("at", "position");
        method.addStatement("int $N = $L.readInplace($L)", at, parcel, bytes(run));
        int offset = 0;
        for (Parameter value : run) {
            TypeName type = value.type().typeName();
            CodeBlock read = CodeBlock.of("$L.get$L($L)", parcel, suffix(type), place(at, offset));
            CodeBlock cast = isNarrow(type) ? CodeBlock.of("($T) $L", type, read) : read;
            method.addStatement("$T $N = $L", type, value.name(), cast);
            offset += bytes(value);
        }
    }

    private static CodeBlock place(String at, int offset) {
        return offset == 0 ? CodeBlock.of("$N", at) : CodeBlock.of("$N + $L", at, offset);
    }

    private static int bytes(List<Parameter> run) {
        return run.stream().mapToInt(InPlace::bytes).sum();
    }

    private static int bytes(Parameter value) {
        return ((WireType.Builtin) value.type()).bytes();
    }

    /** They travel as an {@code int}. */
    private static boolean isNarrow(TypeName type) {
        return type.equals(TypeName.BYTE) || type.equals(TypeName.SHORT) || type.equals(TypeName.CHAR);
    }

    private static String suffix(TypeName type) {
        return isNarrow(type) ? "Int" : Names.capitalized(type.toString());
    }
}
