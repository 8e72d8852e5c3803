package io.bindery.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import io.bindery.processor.InterfaceModel.Direction;
import io.bindery.processor.InterfaceModel.Guard;
import io.bindery.processor.InterfaceModel.Method;
import io.bindery.processor.InterfaceModel.Parameter;
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
    private final GuardFields guards;
    private final EnumFields enums;

    StubWriter(InterfaceModel model, SourceStyle style) {
        this.model = model;
        this.style = style;
        List<String> fields = new ArrayList<>(List.of("DESCRIPTOR", "TOKEN", "VERSION", "HASH"));
        model.methods().forEach(method -> fields.add(method.constant()));
        Names names = new Names(fields);
        this.guards = new GuardFields(model.guard(), names);
        this.enums = new EnumFields(names);
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
        guards.specs().forEach(stub::addField);
        enums.specs().forEach(stub::addField);
        stub.addMethod(constructor()).addMethods(new StubIdentity(model, style).methods());
        if (!helpers.isEmpty()) {
            stub.addMethod(transactionName()).addMethod(onTransact()).addMethods(helpers);
        }
        stub.alwaysQualify("DeathRecipient"); // a member of IBinder, which the stub inherits
        style.write(stub, model.stub().packageName(), filer);
    }

    private void addIdentity(TypeSpec.Builder stub) {
        stub.addField(FieldSpec.builder(String.class, "DESCRIPTOR", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc("Identifies the interface on the wire.\n")
                .initializer("$S", model.descriptor())
                .build());
        stub.addField(FieldSpec.builder(TypeName.INT, "VERSION", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc("The version of the interface that this was generated for.\n")
                .initializer("$L", model.version())
                .build());
        stub.addField(FieldSpec.builder(String.class, "HASH", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc("Hash of all signatures of that version.\n")
                .initializer("$S", model.hash())
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

    private MethodSpec transactionName() {
        MethodSpec.Builder name = MethodSpec.methodBuilder("getTransactionName")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(style.nullable(TypeName.get(String.class)))
                .addParameter(TypeName.INT, "code")
                .addCode("return switch (code) {\n$>");
        for (Method method : model.methods()) {
            name.addStatement("case $N -> $S", method.constant(), method.name());
        }
        return name.addStatement("default -> super.getTransactionName(code)")
                .addCode("$<};\n")
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
            String arguments = hasReply(method) ? "data, reply" : "data";
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
        Guard guard = method.guard();
        if (guard != null) {
            helper.addStatement("$N.check($S)", guards.nameOf(guard, method), method.where());
        }
        for (List<Parameter> run : InPlace.runs(method.parameters())) {
            if (run.size() > 1) {
                InPlace.read(helper, run, CodeBlock.of("$N", data), names);
            } else {
                addArgument(helper, method, run.getFirst(), CodeBlock.of("$N", data), new ReadScope(names, enums));
            }
        }
        helper.addStatement("$N.enforceNoDataAvail()", data);
        CodeBlock call = CodeBlock.of("$N($L)", method.name(), method.arguments());
        if (hasReply(method)) {
            String reply = names.take("reply", "answer");
            helper.addParameter(
                    ParameterSpec.builder(style.nullable(Api.PARCEL), reply).build());
            addReply(helper, method, call, reply, names);
        } else {
            helper.addStatement(call);
        }
        return helper.build();
    }

    private static boolean hasReply(Method method) {
        return method.result() != null || !method.outputs().isEmpty();
    }

    private static void addArgument(
            MethodSpec.Builder helper, Method method, Parameter parameter, CodeBlock data, ReadScope scope) {
        CodeBlock value = parameter.direction() == Direction.OUT
                ? Outputs.fresh(parameter, data)
                : parameter.type().read(data, scope, Messages.nullArgument(method, parameter));
        helper.addStatement("$T $N = $L", parameter.type().typeName(), parameter.name(), value);
    }

    private void addReply(MethodSpec.Builder helper, Method method, CodeBlock call, String reply, Names names) {
        WireType result = method.result();
        String value = "";
        if (result == null) {
            helper.addStatement(call);
        } else {
            value = names.take("result", "returned");
            CodeBlock checked = result.mustNotBeNull() ? Messages.required(call, Messages.nullResult(method)) : call;
            helper.addStatement("$T $N = $L", result.typeName(), value, checked);
        }
        helper.beginControlFlow("if ($N != null)", reply);
        CodeBlock replyBlock = CodeBlock.of("$N", reply);
        Bound bound = new Bound();
        List<CodeBlock> writes = new ArrayList<>();
        if (result instanceof WireType.Interface callback) {
            String binder = names.take(value + "Binder");
            helper.addStatement("$T $N = $L", Api.IBINDER, binder, callback.binderOf(value));
            writes.add(CodeBlock.of("$N.writeStrongBinder($N)", reply, binder));
        } else if (result != null) {
            writes.add(result.write(replyBlock, CodeBlock.of("$N", value), names));
        }
        if (result != null) {
            result.addTo(bound, value);
        }
        for (Parameter output : method.outputs()) {
            output.type().addTo(bound, output.name());
            writes.add(output.type().write(replyBlock, CodeBlock.of("$N", output.name()), names));
        }
        if (bound.isKnown()) {
            helper.addStatement("$N.claimReply($L)", reply, bound.expression());
        }
        writes.forEach(helper::addStatement);
        helper.endControlFlow();
    }
}
