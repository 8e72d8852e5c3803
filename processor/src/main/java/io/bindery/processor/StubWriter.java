package io.bindery.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import io.bindery.processor.InterfaceModel.Method;
import io.bindery.processor.InterfaceModel.Value;
import io.bindery.processor.WireType.ReadScope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Modifier;

/** Writes the stub: the abstract class that an implementation extends, which decodes calls. */
final class StubWriter {
    private final InterfaceModel model;
    private final SourceStyle style;
    private final EnumFields enums;

    StubWriter(InterfaceModel model, SourceStyle style) {
        this.model = model;
        this.style = style;
        List<String> fields = new ArrayList<>(List.of("DESCRIPTOR", "TOKEN"));
        model.methods().forEach(method -> fields.add(method.constant()));
        this.enums = new EnumFields(new Names(fields));
    }

    void write(Filer filer) throws IOException {
        TypeSpec.Builder stub = TypeSpec.classBuilder(model.stub())
                .addJavadoc("Base of what implements {@link $T}: decodes the calls of other processes.\n", model.name())
                .addModifiers(Modifier.ABSTRACT)
                .superclass(Api.BINDER)
                .addSuperinterface(model.name());
        if (model.isPublic()) {
            stub.addModifiers(Modifier.PUBLIC);
        }
        addIdentity(stub);
        List<MethodSpec> helpers = model.methods().stream().map(this::helper).toList();
        enums.specs().forEach(stub::addField);
        stub.addMethod(constructor())
                .addMethod(asInterface())
                .addMethod(asInterfaceOrNull())
                .addMethod(asBinder());
        if (!helpers.isEmpty()) {
            stub.addMethod(onTransact()).addMethods(helpers);
        }
        stub.alwaysQualify("DeathRecipient"); // a member of IBinder, which the stub inherits
        style.write(stub, model.stub().packageName(), filer);
    }

    private void addIdentity(TypeSpec.Builder stub) {
        stub.addField(FieldSpec.builder(String.class, "DESCRIPTOR", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc("Identifies the interface on the wire.\n")
                .initializer("$S", model.descriptor())
                .build());
        stub.addField(constant("TOKEN")
                .addJavadoc("{@code Parcel.interfaceToken(DESCRIPTOR)}.\n")
                .initializer("0x$L", String.format("%08x", Api.interfaceToken(model.descriptor())))
                .build());
        for (Method method : model.methods()) {
            stub.addField(constant(method.constant()).initializer(code(method)).build());
        }
    }

    private static FieldSpec.Builder constant(String name) {
        return FieldSpec.builder(TypeName.INT, name, Modifier.STATIC, Modifier.FINAL);
    }

    private static CodeBlock code(Method method) {
        int index = method.code() - Api.FIRST_CALL_TRANSACTION;
        if (method.codeIsFixed()) {
            return CodeBlock.of("$L", method.code());
        }
        return index == 0
                ? CodeBlock.of("$T.FIRST_CALL_TRANSACTION", Api.IBINDER)
                : CodeBlock.of("$T.FIRST_CALL_TRANSACTION + $L", Api.IBINDER, index);
    }

    private MethodSpec constructor() {
        return MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PROTECTED)
                .addAnnotation(AnnotationSpec.builder(SuppressWarnings.class)
                        .addMember("value", "$S", "this-escape")
                        .build())
                .addStatement("attachInterface(this, DESCRIPTOR)")
                .build();
    }

    private MethodSpec asInterface() {
        return MethodSpec.methodBuilder("asInterface")
                .addJavadoc("""
                        Returns the implementation itself if it lives in this process, else a proxy of it.

                        @throws IllegalArgumentException if {@code binder} lives here and implements another interface
                        """)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(model.name())
                .addParameter(Api.IBINDER, "binder")
                .beginControlFlow("if (binder instanceof $T remote)", Api.BINDER_PROXY)
                .addStatement("return new $T(remote)", model.proxy())
                .endControlFlow()
                .beginControlFlow("if (binder.queryLocalInterface(DESCRIPTOR) instanceof $T local)", model.name())
                .addStatement("return local")
                .endControlFlow()
                .addStatement(
                        "throw new $T($S + DESCRIPTOR + $S + binder)",
                        IllegalArgumentException.class,
                        "the local object does not implement ",
                        ": binder=")
                .build();
    }

    private MethodSpec asInterfaceOrNull() {
        return MethodSpec.methodBuilder("asInterfaceOrNull")
                .addJavadoc("As {@link #asInterface}; null for null.\n")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(style.nullable(model.name()))
                .addParameter(style.nullable(Api.IBINDER), "binder")
                .addStatement("return binder == null ? null : asInterface(binder)")
                .build();
    }

    private static MethodSpec asBinder() {
        return MethodSpec.methodBuilder("asBinder")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .returns(Api.IBINDER)
                .addStatement("return this")
                .build();
    }

    private MethodSpec onTransact() {
        MethodSpec.Builder onTransact = MethodSpec.methodBuilder("onTransact")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED)
                .returns(TypeName.BOOLEAN)
                .addParameter(TypeName.INT, "code")
                .addParameter(Api.PARCEL, "data")
                .addParameter(style.nullable(Api.PARCEL), "reply")
                .addParameter(TypeName.INT, "flags")
                .addException(Api.REMOTE_EXCEPTION)
                .beginControlFlow(
                        "if (code >= $T.FIRST_CALL_TRANSACTION && code <= $T.LAST_CALL_TRANSACTION)",
                        Api.IBINDER,
                        Api.IBINDER)
                .addStatement("data.enforceInterface(TOKEN, DESCRIPTOR)")
                .endControlFlow()
                .beginControlFlow("switch (code)");
        for (Method method : model.methods()) {
            String arguments = method.result() == null ? "data" : "data, reply";
            onTransact.addStatement("case $N -> $N($L)", method.constant(), method.helper(), arguments);
        }
        return onTransact
                .beginControlFlow("default ->")
                .addStatement("return super.onTransact(code, data, reply, flags)")
                .endControlFlow()
                .endControlFlow()
                .addStatement("return true")
                .build();
    }

    /** Decodes the arguments, calls the implementation, and encodes the result. */
    private MethodSpec helper(Method method) {
        Names names = new Names(method.parameterNames());
        String data = names.take("data", "arguments");
        MethodSpec.Builder helper = MethodSpec.methodBuilder(method.helper())
                .addModifiers(Modifier.PRIVATE)
                .addParameter(Api.PARCEL, data)
                .addException(Api.REMOTE_EXCEPTION);
        for (Value parameter : method.parameters()) {
            CodeBlock value = parameter
                    .type()
                    .read(
                            CodeBlock.of("$N", data),
                            new ReadScope(names, enums),
                            Messages.nullArgument(method, parameter));
            helper.addStatement("$T $N = $L", parameter.type().typeName(), parameter.name(), value);
        }
        helper.addStatement("$N.enforceNoDataAvail()", data);
        CodeBlock call = CodeBlock.of("$N($L)", method.name(), String.join(", ", method.parameterNames()));
        WireType result = method.result();
        if (result == null) {
            helper.addStatement(call);
        } else {
            String reply = names.take("reply", "answer");
            helper.addParameter(
                    ParameterSpec.builder(style.nullable(Api.PARCEL), reply).build());
            addResult(helper, method, result, call, reply, names);
        }
        return helper.build();
    }

    private void addResult(
            MethodSpec.Builder helper, Method method, WireType result, CodeBlock call, String reply, Names names) {
        String value = names.take("result", "returned");
        CodeBlock checkedCall = result.mustNotBeNull() ? Messages.required(call, Messages.nullResult(method)) : call;
        helper.addStatement("$T $N = $L", result.typeName(), value, checkedCall);
        helper.beginControlFlow("if ($N != null)", reply);
        CodeBlock replyBlock = CodeBlock.of("$N", reply);
        Bound bound = new Bound();
        result.addTo(bound, value);
        CodeBlock write = result.write(replyBlock, CodeBlock.of("$N", value));
        if (result instanceof WireType.Interface callback) {
            String binder = names.take(value + "Binder");
            helper.addStatement("$T $N = $L", Api.IBINDER, binder, callback.binderOf(value));
            write = CodeBlock.of("$N.writeStrongBinder($N)", reply, binder);
        }
        if (bound.isKnown()) {
            helper.addStatement("$N.claimReply($L)", reply, bound.expression());
        }
        helper.addStatement(write).endControlFlow();
    }
}
