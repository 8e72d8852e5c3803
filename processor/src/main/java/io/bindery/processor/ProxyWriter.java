package io.bindery.processor;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import io.bindery.processor.InterfaceModel.Method;
import io.bindery.processor.InterfaceModel.Mode;
import io.bindery.processor.InterfaceModel.Parameter;
import io.bindery.processor.WireType.ReadScope;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Modifier;

/**
 * Writes the proxy, which encodes calls straight into the ring. What might run user code (null checks aside, that is
 * {@code asBinder()} of a callback) comes before the claim; where that is impossible there is no claim.
 */
final class ProxyWriter {
    private final InterfaceModel model;
    private final SourceStyle style;
    private final EnumFields enums = new EnumFields(new Names(List.of("remote", "fallback")));

    ProxyWriter(InterfaceModel model, SourceStyle style) {
        this.model = model;
        this.style = style;
    }

    void write(Filer filer) throws IOException {
        List<MethodSpec> methods = model.methods().stream().map(this::method).toList();
        TypeSpec.Builder proxy = TypeSpec.classBuilder(model.proxy())
                .addJavadoc("Calls {@link $T} in another process.\n", model.name())
                .addModifiers(Modifier.FINAL)
                .addSuperinterface(model.name());
        enums.specs().forEach(proxy::addField);
        proxy.addField(Api.BINDER_PROXY, "remote", Modifier.PRIVATE, Modifier.FINAL)
                .addField(style.nullable(model.name()), "fallback", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addParameter(Api.BINDER_PROXY, "remote")
                        .addParameter(style.nullable(model.name()), "fallback")
                        .addStatement("this.remote = remote")
                        .addStatement("this.fallback = fallback")
                        .build())
                .addMethod(override("asBinder", Api.IBINDER)
                        .addStatement("return remote")
                        .build())
                .addMethod(identity("getInterfaceVersion", TypeName.INT))
                .addMethod(identity("getInterfaceHash", TypeName.get(String.class)))
                .addMethods(methods);
        if (model.methods().stream().anyMatch(ProxyWriter::asksFallback)) {
            proxy.addMethod(fallback());
        }
        proxy.addMethod(equalsMethod())
                .addMethod(override("hashCode", TypeName.INT)
                        .addStatement("return remote.hashCode()")
                        .build())
                .addMethod(override("toString", TypeName.get(String.class))
                        .addStatement("return $S + remote + $S", model.proxy().simpleName() + "[", "]")
                        .build());
        style.write(proxy, model.proxy().packageName(), filer);
    }

    private static MethodSpec.Builder override(String name, TypeName returned) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(returned);
    }

    private MethodSpec identity(String name, TypeName returned) {
        return override(name, returned)
                .addException(Api.REMOTE_EXCEPTION)
                .addStatement("return remote.$N($T.TOKEN)", name, model.stub())
                .build();
    }

    /** Of a oneway call, its caller does not learn that the owner does not know it. */
    private static boolean asksFallback(Method method) {
        return method.mode() == Mode.SYNC && !method.hasBody();
    }

    private MethodSpec fallback() {
        return MethodSpec.methodBuilder("fallback")
                .addModifiers(Modifier.PRIVATE)
                .returns(model.name())
                .addParameter(Api.UNKNOWN_TRANSACTION, "unknown")
                .addException(Api.UNKNOWN_TRANSACTION)
                .beginControlFlow("if (fallback == null)")
                .addStatement("throw unknown")
                .endControlFlow()
                .addStatement("return fallback")
                .build();
    }

    private MethodSpec equalsMethod() {
        return override("equals", TypeName.BOOLEAN)
                .addParameter(style.nullable(ClassName.OBJECT), "other")
                .addStatement("return other instanceof $T proxy && remote.equals(proxy.remote)", model.proxy())
                .build();
    }

    private MethodSpec method(Method method) {
        MethodSpec.Builder proxied = override(method.name(), style.returned(method))
                .addException(Api.REMOTE_EXCEPTION)
                .varargs(method.element().isVarArgs());
        for (Parameter parameter : method.parameters()) {
            proxied.addParameter(style.of(parameter.type()), parameter.name());
        }
        Names names = new Names(method.parameterNames());
        Map<String, String> binders = new HashMap<>();
        addChecks(proxied, method);
        addBinders(proxied, method, names, binders);
        addCall(proxied, method, names, binders);
        return proxied.build();
    }

    private static void addChecks(MethodSpec.Builder proxied, Method method) {
        for (Parameter parameter : method.parameters()) {
            if (parameter.type().mustNotBeNull()) {
                proxied.addStatement(Messages.required(
                        CodeBlock.of("$N", parameter.name()), Messages.nullArgument(method, parameter)));
            }
        }
    }

    private static void addBinders(
            MethodSpec.Builder proxied, Method method, Names names, Map<String, String> binders) {
        for (Parameter parameter : method.parameters()) {
            if (parameter.type() instanceof WireType.Interface callback) {
                String binder = names.take(parameter.name() + "Binder");
                binders.put(parameter.name(), binder);
                proxied.addStatement("$T $N = $L", Api.IBINDER, binder, callback.binderOf(parameter.name()));
            }
        }
    }

    private void addCall(MethodSpec.Builder proxied, Method method, Names names, Map<String, String> binders) {
        String call = names.take("call", "transaction");
        Bound bound = method.boundOfArguments();
        CodeBlock boundArgument = bound.expression();
        if (bound.isKnown() && !bound.isConstant()) {
            String local = names.take("bound", "size");
            proxied.addStatement("int $N = $L", local, boundArgument);
            boundArgument = CodeBlock.of("$N", local);
        }
        String remote = method.parameterNames().contains("remote") ? "this.remote" : "remote";
        proxied.beginControlFlow(
                "try ($T $N = $L.$N($T.$N, $T.TOKEN, $L$L))",
                Api.CALL,
                call,
                remote,
                factory(method.mode()),
                model.stub(),
                method.constant(),
                model.stub(),
                boundArgument,
                method.timeoutMs() == 0 ? "" : ", " + method.timeoutMs());
        if (method.mode() == Mode.ONEWAY_TRY) {
            proxied.beginControlFlow("if ($N == null)", call)
                    .addStatement("return $T.FULL", Api.SEND_STATUS)
                    .endControlFlow();
        }
        addArguments(proxied, method, call, names, binders);
        addEnd(proxied, method, call, names);
        addFallback(proxied, method, names);
        proxied.endControlFlow();
    }

    private void addFallback(MethodSpec.Builder proxied, Method method, Names names) {
        if (method.mode() != Mode.SYNC) {
            return;
        }
        String unknown = names.take("e", "unknown");
        proxied.nextControlFlow("catch ($T $N)", Api.UNKNOWN_TRANSACTION, unknown);
        CodeBlock target =
                method.hasBody() ? CodeBlock.of("$T.super", model.name()) : CodeBlock.of("fallback($N)", unknown);
        proxied.addStatement(
                "$L$L.$N($L)", method.result() == null ? "" : "return ", target, method.name(), method.arguments());
    }

    private static String factory(Mode mode) {
        return switch (mode) {
            case SYNC -> "newCall";
            case ONEWAY -> "newOnewayCall";
            case ONEWAY_TRY -> "tryNewOnewayCall";
        };
    }

    private static void addArguments(
            MethodSpec.Builder proxied, Method method, String call, Names names, Map<String, String> binders) {
        CodeBlock data = CodeBlock.of("$N.data()", call);
        List<Parameter> sent =
                method.parameters().stream().filter(Outputs::isSent).toList();
        if (sent.size() + (method.sensitive() ? 1 : 0) > 1) {
            String local = names.take("data", "arguments");
            proxied.addStatement("$T $N = $L", Api.PARCEL, local, data);
            data = CodeBlock.of("$N", local);
        }
        if (method.sensitive()) {
            proxied.addStatement("$L.markSensitive()", data);
        }
        for (List<Parameter> run : InPlace.runs(sent)) {
            if (run.size() > 1) {
                InPlace.write(proxied, run, data, names);
            } else {
                proxied.addStatement(argument(run.getFirst(), data, names, binders));
            }
        }
    }

    private static CodeBlock argument(Parameter parameter, CodeBlock data, Names names, Map<String, String> binders) {
        String binder = binders.get(parameter.name());
        return binder == null
                ? Outputs.write(parameter, data, names)
                : CodeBlock.of("$L.writeStrongBinder($N)", data, binder);
    }

    private void addEnd(MethodSpec.Builder proxied, Method method, String call, Names names) {
        switch (method.mode()) {
            case SYNC -> addSyncEnd(proxied, method, call, names);
            case ONEWAY -> proxied.addStatement("$N.send()", call);
            case ONEWAY_TRY -> proxied.addStatement("return $N.trySend()", call);
        }
    }

    private void addSyncEnd(MethodSpec.Builder proxied, Method method, String call, Names names) {
        WireType result = method.result();
        ReadScope scope = new ReadScope(names, enums);
        CodeBlock reply = CodeBlock.of("$N.invoke()", call);
        if (method.outputs().isEmpty()) {
            if (result == null) {
                proxied.addStatement(reply);
            } else {
                proxied.addStatement("return $L", result.read(reply, scope, Messages.nullResult(method)));
            }
            return;
        }
        String local = names.take("reply", "answer");
        proxied.addStatement("$T $N = $L", Api.PARCEL, local, reply);
        String value = names.take("result", "returned");
        if (result != null) {
            CodeBlock read = result.read(CodeBlock.of("$N", local), scope, Messages.nullResult(method));
            proxied.addStatement("$T $N = $L", result.typeName(), value, read);
        }
        Outputs.take(proxied, method, local, scope);
        if (result != null) {
            proxied.addStatement("return $N", value);
        }
    }
}
