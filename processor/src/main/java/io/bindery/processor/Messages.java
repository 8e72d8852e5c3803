package io.bindery.processor;

import com.palantir.javapoet.CodeBlock;
import io.bindery.processor.InterfaceModel.Method;
import io.bindery.processor.InterfaceModel.Parameter;
import io.bindery.processor.InterfaceModel.Value;
import java.util.Objects;

/** What generated code says about a null where there must be none. */
final class Messages {
    private Messages() {}

    static CodeBlock required(CodeBlock value, String message) {
        return CodeBlock.of("$T.requireNonNull($L,$W$S)", Objects.class, value, message);
    }

    static String nullArgument(Method method, Parameter parameter) {
        return method.where() + ": " + parameter.name() + " must not be null";
    }

    static String nullResult(Method method) {
        return method.where() + ": the result must not be null";
    }

    static String nullComponent(RecordModel model, Value component) {
        return model.name().simpleName() + "." + component.name() + " must not be null";
    }
}
