package io.bindery.processor;

import com.palantir.javapoet.ArrayTypeName;
import io.bindery.processor.InterfaceModel.Direction;
import io.bindery.processor.InterfaceModel.Mode;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.VariableElement;

/** Reads {@code @In}, {@code @Out} and {@code @InOut}, and says what cannot come back and what to use in its place. */
final class Directions {
    private static final Map<String, Direction> BY_ANNOTATION =
            Map.of(Api.IN, Direction.IN, Api.OUT, Direction.OUT, Api.IN_OUT, Direction.INOUT);

    private final Diagnostics diagnostics;

    Directions(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    Direction read(VariableElement parameter, WireType type, Mode mode, String where) {
        List<String> found = BY_ANNOTATION.keySet().stream()
                .filter(annotation -> Annotations.isPresent(parameter, annotation))
                .sorted()
                .toList();
        if (found.isEmpty()) {
            return Direction.IN;
        }
        String annotation = "@" + found.getFirst().substring(found.getFirst().lastIndexOf('.') + 1);
        String what = where + ": parameter '" + parameter.getSimpleName() + "' is " + annotation;
        if (found.size() > 1) {
            diagnostics.error(parameter, what + " and more: @InOut alone says that it goes both ways");
        }
        Direction direction = BY_ANNOTATION.getOrDefault(found.getFirst(), Direction.IN);
        if (direction.comesBack()) {
            check(parameter, type, mode, what);
        }
        return direction;
    }

    private void check(VariableElement parameter, WireType type, Mode mode, String what) {
        if (mode != Mode.SYNC) {
            diagnostics.error(
                    parameter, what + ", and nothing comes back of a @Oneway method: send it to a callback interface");
        } else if (Annotations.isPresent(parameter, Api.REUSE)) {
            diagnostics.error(parameter, what + " and @Reuse, which is for what only goes there: remove one of them");
        } else if (type.nullable()) {
            diagnostics.error(parameter, what + " and may be null, so that there is nothing to fill: remove @Nullable");
        } else if (!(type.typeName() instanceof ArrayTypeName) && !(type instanceof CodedTypes.MutableObject)) {
            diagnostics.error(parameter, what + insteadOf(type));
        }
    }

    private static String insteadOf(WireType type) {
        return switch (type) {
            case CodedTypes.Value value
            when value.isRecord() ->
                ", and a record does not change: return it, or use a class that implements MutableParcelable";
            case ContainerTypes.ListOf list -> ", which a List cannot be: return it, or use an array";
            case ContainerTypes.MapOf map -> ", which a Map cannot be: return it";
            case WireType.Builtin builtin
            when builtin.typeName().isPrimitive() ->
                ", and a number is a copy: return it, or use an array of one element";
            case WireType.Builtin builtin
            when builtin.writeMethod().equals("writeSegment") -> ", which a MemorySegment cannot be: use byte[]";
            default -> ", and does not change: return it, or use an array of one element";
        };
    }
}
