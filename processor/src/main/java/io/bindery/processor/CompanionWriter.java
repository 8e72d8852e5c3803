package io.bindery.processor;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import io.bindery.processor.InterfaceModel.Method;
import io.bindery.processor.InterfaceModel.Mode;
import io.bindery.processor.InterfaceModel.Parameter;
import java.io.IOException;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Modifier;

/** Writes the classes that an interface asks for: {@code …Default} and {@code …Delegator}. */
final class CompanionWriter {
    private final InterfaceModel model;
    private final SourceStyle style;

    CompanionWriter(InterfaceModel model, SourceStyle style) {
        this.model = model;
        this.style = style;
    }

    void write(Filer filer) throws IOException {
        if (isAsked("defaultImpl")) {
            writeDefault(filer);
        }
        if (isAsked("delegator")) {
            writeDelegator(filer);
        }
    }

    private boolean isAsked(String element) {
        return Annotations.value(model.element(), Api.BINDER_INTERFACE, element)
                .map(Boolean.TRUE::equals)
                .orElse(false);
    }

    private TypeSpec.Builder begin(ClassName name) {
        TypeSpec.Builder type = TypeSpec.classBuilder(name);
        if (model.isPublic()) {
            type.addModifiers(Modifier.PUBLIC);
        }
        return type;
    }

    private MethodSpec.Builder override(Method method) {
        MethodSpec.Builder overriding = MethodSpec.methodBuilder(method.name())
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(style.returned(method))
                .addException(Api.REMOTE_EXCEPTION)
                .varargs(method.element().isVarArgs());
        for (Parameter parameter : method.parameters()) {
            overriding.addParameter(style.of(parameter.type()), parameter.name());
        }
        return overriding;
    }

    private void writeDefault(Filer filer) throws IOException {
        TypeSpec.Builder type = begin(model.fallback())
                .addJavadoc("""
                        Stands in for {@link $T} where its owner has an older version: override what can be done without
                        it, and give it to {@code asInterface}. All else throws {@link $T}.
                        """, model.name(), Api.UNKNOWN_TRANSACTION)
                .addSuperinterface(model.name())
                .addMethod(MethodSpec.methodBuilder("asBinder")
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PUBLIC)
                        .returns(Api.IBINDER)
                        .addStatement(
                                "throw new $T($S)",
                                UnsupportedOperationException.class,
                                model.fallback().simpleName() + " is no object that others could call")
                        .build());
        for (Method method : model.methods()) {
            if (!method.hasBody()) {
                type.addMethod(override(method)
                        .addStatement(
                                "throw new $T($S)",
                                Api.UNKNOWN_TRANSACTION,
                                "the owner does not know " + method.where() + ", and nothing stands in for it")
                        .build());
            }
        }
        style.write(type, model.fallback().packageName(), filer);
    }

    private void writeDelegator(Filer filer) throws IOException {
        TypeSpec.Builder type = begin(model.delegator())
                .addJavadoc(
                        "Passes each call on to another {@link $T}; override what is to be done otherwise.\n",
                        model.name())
                .superclass(model.stub())
                .addField(model.name(), "delegate", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(model.isPublic() ? new Modifier[] {Modifier.PUBLIC} : new Modifier[0])
                        .addParameter(model.name(), "delegate")
                        .addStatement("this.delegate = delegate")
                        .build())
                .addMethod(identity("getInterfaceVersion", TypeName.INT)
                        .addStatement("return $T.min(VERSION, delegate.getInterfaceVersion())", Math.class)
                        .build())
                .addMethod(identity("getInterfaceHash", TypeName.get(String.class))
                        .addStatement(
                                "return delegate.getInterfaceVersion() < VERSION ? delegate.getInterfaceHash() : HASH")
                        .build());
        for (Method method : model.methods()) {
            CodeBlock target = method.parameterNames().contains("delegate")
                    ? CodeBlock.of("this.delegate")
                    : CodeBlock.of("delegate");
            boolean returns = method.result() != null || method.mode() == Mode.ONEWAY_TRY;
            type.addMethod(override(method)
                    .addStatement("$L$L.$N($L)", returns ? "return " : "", target, method.name(), method.arguments())
                    .build());
        }
        style.write(type, model.delegator().packageName(), filer);
    }

    private static MethodSpec.Builder identity(String name, TypeName returned) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(returned)
                .addException(Api.REMOTE_EXCEPTION);
    }
}
