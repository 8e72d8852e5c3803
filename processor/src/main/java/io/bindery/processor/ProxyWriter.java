package io.bindery.processor;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import io.bindery.processor.InterfaceModel.Method;
import io.bindery.processor.InterfaceModel.Mode;
import io.bindery.processor.InterfaceModel.Value;
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
    private final EnumFields enums = new EnumFields(new Names(List.of("remote")));

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
                .addMethod(MethodSpec.constructorBuilder()
                        .addParameter(Api.BINDER_PROXY, "remote")
                        .addStatement("this.remote = remote")
                        .build())
                .addMethod(override("asBinder", Api.IBINDER)
                        .addStatement("return remote")
                        .build())
                .addMethods(methods)
                .addMethod(equalsMethod())
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

    private MethodSpec equalsMethod() {
        return override("equals", TypeName.BOOLEAN)
                .addParameter(style.nullable(ClassName.OBJECT), "other")
                .addStatement("return other instanceof $T proxy && remote.equals(proxy.remote)", model.proxy())
                .build();
    }

    private MethodSpec method(Method method) {
        MethodSpec.Builder proxied = override(method.name(), returned(method))
                .addException(Api.REMOTE_EXCEPTION)
                .varargs(method.element().isVarArgs());
        for (Value parameter : method.parameters()) {
            proxied.addParameter(style.of(parameter.type()), parameter.name());
        }
        Names names = new Names(method.parameterNames());
        Map<String, String> binders = new HashMap<>();
        addChecks(proxied, method);
        addBinders(proxied, method, names, binders);
        addCall(proxied, method, names, binders);
        return proxied.build();
    }

    private TypeName returned(Method method) {
        WireType result = method.result();
        return switch (method.mode()) {
            case SYNC -> result == null ? TypeName.VOID : style.of(result);
            case ONEWAY -> TypeName.VOID;
            case ONEWAY_TRY -> Api.SEND_STATUS;
        };
    }

    private static void addChecks(MethodSpec.Builder proxied, Method method) {
        for (Value parameter : method.parameters()) {
            if (parameter.type().mustNotBeNull()) {
                proxied.addStatement(Messages.required(
                        CodeBlock.of("$N", parameter.name()), Messages.nullArgument(method, parameter)));
            }
        }
    }

    private static void addBinders(
            MethodSpec.Builder proxied, Method method, Names names, Map<String, String> binders) {
        for (Value parameter : method.parameters()) {
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
                "try ($T $N = $L.$N($T.$N, $T.TOKEN, $L))",
                Api.CALL,
                call,
                remote,
                factory(method.mode()),
                model.stub(),
                method.constant(),
                model.stub(),
                boundArgument);
        if (method.mode() == Mode.ONEWAY_TRY) {
            proxied.beginControlFlow("if ($N == null)", call)
                    .addStatement("return $T.FULL", Api.SEND_STATUS)
                    .endControlFlow();
        }
        addArguments(proxied, method, call, names, binders);
        addEnd(proxied, method, call, names);
        proxied.endControlFlow();
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
        if (method.parameters().size() > 1) {
            String local = names.take("data", "arguments");
            proxied.addStatement("$T $N = $L", Api.PARCEL, local, data);
            data = CodeBlock.of("$N", local);
        }
        for (Value parameter : method.parameters()) {
            String binder = binders.get(parameter.name());
            proxied.addStatement(
                    binder == null
                            ? parameter.type().write(data, CodeBlock.of("$N", parameter.name()))
                            : CodeBlock.of("$L.writeStrongBinder($N)", data, binder));
        }
    }

    private void addEnd(MethodSpec.Builder proxied, Method method, String call, Names names) {
        WireType result = method.result();
        switch (method.mode()) {
            case SYNC -> {
                CodeBlock reply = CodeBlock.of("$N.invoke()", call);
                if (result == null) {
                    proxied.addStatement(reply);
                } else {
                    proxied.addStatement(
                            "return $L", result.read(reply, new ReadScope(names, enums), Messages.nullResult(method)));
                }
            }
            case ONEWAY -> proxied.addStatement("$N.send()", call);
            case ONEWAY_TRY -> proxied.addStatement("return $N.trySend()", call);
        }
    }
}
