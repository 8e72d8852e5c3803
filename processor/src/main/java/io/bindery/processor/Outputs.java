package io.bindery.processor;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import io.bindery.processor.InterfaceModel.Direction;
import io.bindery.processor.InterfaceModel.Method;
import io.bindery.processor.InterfaceModel.Parameter;
import io.bindery.processor.WireType.ReadScope;

/** Parameters that come back: what both sides do with them. They follow the result, in their order. */
final class Outputs {
    private Outputs() {}

    /** What the proxy writes of a parameter of which {@link #isSent} says that it is sent. */
    static CodeBlock write(Parameter parameter, CodeBlock data, Names names) {
        CodeBlock variable = CodeBlock.of("$N", parameter.name());
        return parameter.direction() == Direction.OUT
                ? CodeBlock.of("$L.writeInt($L.length)", data, variable)
                : parameter.type().write(data, variable, names);
    }

    /** Whether the caller sends anything of a parameter. */
    static boolean isSent(Parameter parameter) {
        return parameter.direction() != Direction.OUT || !(parameter.type() instanceof CodedTypes.MutableObject);
    }

    /** What the stub makes of a parameter that only comes back. */
    static CodeBlock fresh(Parameter parameter, CodeBlock data) {
        WireType type = parameter.type();
        if (type.typeName() instanceof ArrayTypeName array) {
            TypeName element = array.componentType();
            return CodeBlock.of("new $T[$L.readOutLength($L)]", element, data, elementBytes(element));
        }
        return CodeBlock.of("new $T()", type.typeName());
    }

    /** What an element of an array takes at least. */
    private static int elementBytes(TypeName element) {
        if (element.equals(TypeName.LONG) || element.equals(TypeName.DOUBLE)) {
            return Long.BYTES;
        }
        if (element.equals(TypeName.SHORT) || element.equals(TypeName.CHAR)) {
            return Short.BYTES;
        }
        return element.equals(TypeName.BYTE) || element.equals(TypeName.BOOLEAN) ? Byte.BYTES : Integer.BYTES;
    }

    /** The proxy takes what has come back into the caller's own objects. */
    static void take(MethodSpec.Builder proxied, Method method, String reply, ReadScope scope) {
        for (Parameter output : method.outputs()) {
            CodeBlock from = CodeBlock.of("$N", reply);
            if (output.type() instanceof CodedTypes.MutableObject) {
                proxied.addStatement("$L.readObject($N)", from, output.name());
            } else {
                String message = method.where() + ": " + output.name() + " must not be null";
                proxied.addStatement(
                        "$T.copyBack($L, $N)", Api.PARCEL, output.type().read(from, scope, message), output.name());
            }
        }
    }
}
