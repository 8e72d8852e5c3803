package io.bindery.processor;

import com.palantir.javapoet.ClassName;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** A binder interface that has been found correct: all that is needed to generate its stub and proxy. */
record InterfaceModel(TypeElement element, String descriptor, boolean isPublic, List<Method> methods) {
    ClassName name() {
        return ClassName.get(element);
    }

    ClassName stub() {
        return Names.generated(name(), "Stub");
    }

    ClassName proxy() {
        return Names.generated(name(), "Proxy");
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

    /**
     * A method that can be called remotely.
     *
     * @param where {@code OrderGateway.submit}, for messages
     * @param constant name of the constant that holds the transaction code
     * @param helper name of the stub's method that decodes the call
     * @param result null for {@code void} and for oneway methods
     */
    record Method(
            ExecutableElement element,
            String where,
            String constant,
            String helper,
            int code,
            boolean codeIsFixed,
            Mode mode,
            List<Value> parameters,
            @Nullable WireType result) {
        String name() {
            return element.getSimpleName().toString();
        }

        List<String> parameterNames() {
            return parameters.stream().map(Value::name).toList();
        }

        Bound boundOfArguments() {
            Bound bound = new Bound();
            parameters.forEach(parameter -> parameter.type().addTo(bound, parameter.name()));
            return bound;
        }
    }

    /** A parameter, or a component of a record. */
    record Value(String name, WireType type) {}
}
