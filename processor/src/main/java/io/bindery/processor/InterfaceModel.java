package io.bindery.processor;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * A binder interface that has been found correct: all that is needed to generate what belongs to it.
 *
 * @param hash of all that a peer has to agree with, see {@link InterfaceHash}
 * @param guard the rule of methods that have none; null if everybody may call them
 */
record InterfaceModel(
        TypeElement element,
        String descriptor,
        int version,
        String hash,
        @Nullable Guard guard,
        boolean isPublic,
        List<Method> methods) {
    ClassName name() {
        return ClassName.get(element);
    }

    ClassName stub() {
        return Names.generated(name(), "Stub");
    }

    ClassName proxy() {
        return Names.generated(name(), "Proxy");
    }

    ClassName fallback() {
        return Names.generated(name(), "Default");
    }

    ClassName delegator() {
        return Names.generated(name(), "Delegator");
    }

    /** How long the caller waits. */
    enum Mode {
        /** Until the method has run. */
        SYNC,
        /** Until there is room for the call; the method returns nothing. */
        ONEWAY,
        /** Not at all; the method returns whether the call was accepted. */
        ONEWAY_TRY
    }

    /** Where a parameter goes: there, back, or both ways. */
    enum Direction {
        IN,
        OUT,
        INOUT;

        boolean comesBack() {
            return this != IN;
        }
    }

    /** Who may call: what {@code @AllowUid} and {@code @AllowGid} list. */
    record Guard(List<String> uids, List<String> gids) {}

    /**
     * A method that can be called remotely.
     *
     * @param where {@code OrderGateway.submit}, for messages
     * @param constant name of the constant that holds the transaction code
     * @param helper name of the stub's method that decodes the call
     * @param hasBody whether the interface says what to do where the owner does not know the method
     * @param timeoutMs how long a call may take, in milliseconds; 0 if it may take as long as it takes
     * @param guard null if everybody may call it
     * @param result null for {@code void} and for oneway methods
     */
    record Method(
            ExecutableElement element,
            String where,
            String constant,
            String helper,
            int code,
            boolean codeIsFixed,
            boolean hasBody,
            boolean sensitive,
            int timeoutMs,
            @Nullable Guard guard,
            Mode mode,
            List<Parameter> parameters,
            @Nullable WireType result) {
        String name() {
            return element.getSimpleName().toString();
        }

        List<String> parameterNames() {
            return parameters.stream().map(Parameter::name).toList();
        }

        /** The parameters that come back with the result. */
        List<Parameter> outputs() {
            return parameters.stream()
                    .filter(parameter -> parameter.direction().comesBack())
                    .toList();
        }

        /** The names of the parameters, as the arguments of a call. */
        CodeBlock arguments() {
            return CodeBlock.of("$L", parameterNames().stream().collect(Collectors.joining(", ")));
        }

        Bound boundOfArguments() {
            Bound bound = new Bound();
            for (Parameter parameter : parameters) {
                if (parameter.direction() != Direction.OUT) {
                    parameter.type().addTo(bound, parameter.name());
                } else if (parameter.type() instanceof CodedTypes.MutableObject) {
                    bound.add(0); // made anew there
                } else {
                    bound.add(Integer.BYTES); // its length
                }
            }
            return bound;
        }
    }

    /** A parameter. */
    record Parameter(String name, WireType type, Direction direction) {}

    /** A component of a record. */
    record Value(String name, WireType type) {}
}
