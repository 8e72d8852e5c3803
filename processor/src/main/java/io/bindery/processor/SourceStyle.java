package io.bindery.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import io.bindery.processor.InterfaceModel.Method;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/**
 * What generated classes have in common. Annotations appear only where the user's module can see them: neither JSpecify
 * nor the module {@code java.compiler} is needed to use Bindery.
 */
final class SourceStyle {
    private static final ClassName NULL_MARKED = ClassName.get("org.jspecify.annotations", "NullMarked");
    private static final ClassName NULLABLE = ClassName.get("org.jspecify.annotations", "Nullable");
    private static final ClassName GENERATED = ClassName.get("javax.annotation.processing", "Generated");

    private final TypeElement origin;
    private final boolean nullMarked;
    private final boolean generated;
    private final boolean named;
    private final boolean usesDeprecated;

    SourceStyle(Elements elements, TypeElement origin) {
        this.origin = origin;
        this.nullMarked = isVisible(elements, origin, NULL_MARKED);
        this.generated = isVisible(elements, origin, GENERATED);
        ModuleElement module = elements.getModuleOf(origin);
        this.named = module != null && !module.isUnnamed();
        this.usesDeprecated =
                isDeprecated(origin) || origin.getEnclosedElements().stream().anyMatch(SourceStyle::isDeprecated);
    }

    private static boolean isDeprecated(Element element) {
        return Annotations.isPresent(element, Deprecated.class.getName());
    }

    private static boolean isVisible(Elements elements, TypeElement from, ClassName type) {
        ModuleElement module = elements.getModuleOf(from);
        return (module == null
                        ? elements.getTypeElement(type.canonicalName())
                        : elements.getTypeElement(module, type.canonicalName()))
                != null;
    }

    TypeName nullable(TypeName type) {
        return nullMarked ? type.annotated(AnnotationSpec.builder(NULLABLE).build()) : type;
    }

    /** The type as a declaration states it. */
    TypeName of(WireType type) {
        return type.nullable() ? nullable(type.typeName()) : type.typeName();
    }

    /** What a method returns, as a declaration states it. */
    TypeName returned(Method method) {
        WireType result = method.result();
        return switch (method.mode()) {
            case SYNC -> result == null ? TypeName.VOID : of(result);
            case ONEWAY -> TypeName.VOID;
            case ONEWAY_TRY -> Api.SEND_STATUS;
        };
    }

    void write(TypeSpec.Builder type, String packageName, Filer filer) throws IOException {
        if (nullMarked) {
            type.addAnnotation(NULL_MARKED);
        }
        if (generated) {
            type.addAnnotation(AnnotationSpec.builder(GENERATED)
                    .addMember("value", "$S", BinderProcessor.class.getName())
                    .build());
        }
        addSuppressions(type);
        type.addOriginatingElement(origin);
        type.avoidClashesWithNestedClasses(origin);
        JavaFile.builder(packageName, type.build())
                .indent("    ")
                .skipJavaLangImports(true)
                .build()
                .writeTo(filer);
    }

    private void addSuppressions(TypeSpec.Builder type) {
        List<CodeBlock> suppressed = new ArrayList<>();
        if (usesDeprecated) {
            suppressed.add(CodeBlock.of("$S", "deprecation"));
            suppressed.add(CodeBlock.of("$S", "removal"));
        }
        if (generated && named) {
            suppressed.add(CodeBlock.of("$S", "exports")); // nobody exports java.compiler for the sake of an annotation
        }
        if (!suppressed.isEmpty()) {
            type.addAnnotation(AnnotationSpec.builder(SuppressWarnings.class)
                    .addMember("value", suppressed.size() == 1 ? "$L" : "{$L}", CodeBlock.join(suppressed, ", "))
                    .build());
        }
    }
}
