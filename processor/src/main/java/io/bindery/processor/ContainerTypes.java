package io.bindery.processor;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import io.bindery.processor.WireType.Element;
import io.bindery.processor.WireType.ReadScope;
import java.util.List;
import java.util.Map;

/** Lists, maps and arrays of references, of which none knows how many bytes it takes: their elements are user code. */
final class ContainerTypes {
    private ContainerTypes() {}

    /** A scope inside a lambda whose parameter is the parcel. */
    private record Inner(String parcel, ReadScope scope) {
        static Inner of(ReadScope outer) {
            Names names = outer.names().inner();
            return new Inner(names.take("parcel", "from", "source"), new ReadScope(names, outer.enums()));
        }
    }

    /** {@code (to, list) -> to.writeList(list, ...)}. */
    private static CodeBlock writer(WireType type, String valueName, Names outer) {
        Names names = outer.inner();
        String parcel = names.take("to", "target");
        String value = names.take(valueName);
        return CodeBlock.of(
                "($N, $N) -> $L",
                parcel,
                value,
                type.write(CodeBlock.of("$N", parcel), CodeBlock.of("$N", value), names));
    }

    /** A list. */
    record ListOf(Element element, boolean nullable) implements Element {
        @Override
        public TypeName typeName() {
            return ParameterizedTypeName.get(ClassName.get(List.class), element.typeName());
        }

        @Override
        public CodeBlock write(CodeBlock parcel, CodeBlock value, Names names) {
            return CodeBlock.of("$L.writeList($L, $L)", parcel, value, element.writer(names));
        }

        @Override
        public CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            return WireType.checked(CodeBlock.of("$L.readList($L)", parcel, element.reader(scope)), this, nullMessage);
        }

        @Override
        public CodeBlock defaultValue(ReadScope scope) {
            return nullable ? CodeBlock.of("null") : CodeBlock.of("$T.of()", List.class);
        }

        @Override
        public CodeBlock writer(Names names) {
            return ContainerTypes.writer(this, "list", names);
        }

        @Override
        public CodeBlock reader(ReadScope scope) {
            Inner inner = Inner.of(scope);
            return CodeBlock.of("$N -> $N.readList($L)", inner.parcel, inner.parcel, element.reader(inner.scope));
        }
    }

    /** A map. */
    record MapOf(Element key, Element value, boolean nullable) implements Element {
        @Override
        public TypeName typeName() {
            return ParameterizedTypeName.get(ClassName.get(Map.class), key.typeName(), value.typeName());
        }

        @Override
        public CodeBlock write(CodeBlock parcel, CodeBlock map, Names names) {
            return CodeBlock.of("$L.writeMap($L, $L, $L)", parcel, map, key.writer(names), value.writer(names));
        }

        @Override
        public CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            return WireType.checked(
                    CodeBlock.of("$L.readMap($L, $L)", parcel, key.reader(scope), value.reader(scope)),
                    this,
                    nullMessage);
        }

        @Override
        public CodeBlock defaultValue(ReadScope scope) {
            return nullable ? CodeBlock.of("null") : CodeBlock.of("$T.of()", Map.class);
        }

        @Override
        public CodeBlock writer(Names names) {
            return ContainerTypes.writer(this, "map", names);
        }

        @Override
        public CodeBlock reader(ReadScope scope) {
            Inner inner = Inner.of(scope);
            return CodeBlock.of(
                    "$N -> $N.readMap($L, $L)",
                    inner.parcel,
                    inner.parcel,
                    key.reader(inner.scope),
                    value.reader(inner.scope));
        }
    }

    /** An array of references; arrays of primitives are {@link WireType.Builtin}. */
    record ArrayOf(Element element, boolean nullable) implements Element {
        @Override
        public TypeName typeName() {
            return ArrayTypeName.of(element.typeName());
        }

        @Override
        public CodeBlock write(CodeBlock parcel, CodeBlock value, Names names) {
            return CodeBlock.of("$L.writeArray($L, $L)", parcel, value, element.writer(names));
        }

        @Override
        public CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            return WireType.checked(readUnchecked(parcel, scope), this, nullMessage);
        }

        private CodeBlock readUnchecked(CodeBlock parcel, ReadScope scope) {
            return CodeBlock.of("$L.readArray($T[]::new, $L)", parcel, element.typeName(), element.reader(scope));
        }

        @Override
        public CodeBlock defaultValue(ReadScope scope) {
            return nullable ? CodeBlock.of("null") : CodeBlock.of("new $T[0]", element.typeName());
        }

        @Override
        public CodeBlock writer(Names names) {
            return ContainerTypes.writer(this, "array", names);
        }

        @Override
        public CodeBlock reader(ReadScope scope) {
            Inner inner = Inner.of(scope);
            return CodeBlock.of("$N -> $L", inner.parcel, readUnchecked(CodeBlock.of("$N", inner.parcel), inner.scope));
        }
    }
}
