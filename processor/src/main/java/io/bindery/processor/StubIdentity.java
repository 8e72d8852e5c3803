package io.bindery.processor;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.List;
import javax.lang.model.element.Modifier;

/** What a stub says of itself: how its callers get the interface, and which version of it this is. */
final class StubIdentity {
    private final InterfaceModel model;
    private final SourceStyle style;

    StubIdentity(InterfaceModel model, SourceStyle style) {
        this.model = model;
        this.style = style;
    }

    List<MethodSpec> methods() {
        return List.of(
                asInterface(),
                asInterfaceWithFallback(),
                asInterfaceOrNull(),
                asBinder(),
                identity("getInterfaceVersion", TypeName.INT, "VERSION"),
                identity("getInterfaceHash", TypeName.get(String.class), "HASH"));
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
                .addStatement("return new $T(remote, null)", model.proxy())
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

    private MethodSpec asInterfaceWithFallback() {
        return MethodSpec.methodBuilder("asInterface")
                .addJavadoc("""
                        As {@link #asInterface(IBinder)}; a method that the owner does not know, because it has an older
                        version of the interface, is called on {@code fallback} instead.
                        """)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(model.name())
                .addParameter(Api.IBINDER, "binder")
                .addParameter(model.name(), "fallback")
                .addStatement(
                        "return binder instanceof $T remote ? new $T(remote, fallback) : asInterface(binder)",
                        Api.BINDER_PROXY,
                        model.proxy())
                .build();
    }

    private MethodSpec asInterfaceOrNull() {
        return MethodSpec.methodBuilder("asInterfaceOrNull")
                .addJavadoc("As {@link #asInterface(IBinder)}; null for null.\n")
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

    private static MethodSpec identity(String name, TypeName returned, String constant) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(returned)
                .addException(Api.REMOTE_EXCEPTION)
                .addStatement("return $N", constant)
                .build();
    }
}
