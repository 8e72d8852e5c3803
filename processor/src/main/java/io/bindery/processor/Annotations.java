package io.bindery.processor;

import java.util.Optional;
import javax.lang.model.AnnotatedConstruct;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Reads annotations by name. */
final class Annotations {
    private Annotations() {}

    static boolean isPresent(AnnotatedConstruct construct, String annotation) {
        return find(construct, annotation) != null;
    }

    /** The value of an element that the source states; empty where it is left to its default. */
    static Optional<Object> value(AnnotatedConstruct construct, String annotation, String element) {
        AnnotationMirror mirror = find(construct, annotation);
        if (mirror == null) {
            return Optional.empty();
        }
        return mirror.getElementValues().entrySet().stream()
                .filter(entry -> entry.getKey().getSimpleName().contentEquals(element))
                .map(entry -> entry.getValue().getValue())
                .findAny();
    }

    /** Whether the type, or the declaration of which it is the type, carries an annotation named {@code Nullable}. */
    static boolean isNullable(TypeMirror type, Element declaration) {
        return isNullable(type) || hasNullable(declaration);
    }

    static boolean isNullable(TypeMirror type) {
        return hasNullable(type);
    }

    private static boolean hasNullable(AnnotatedConstruct construct) {
        return construct.getAnnotationMirrors().stream()
                .anyMatch(mirror ->
                        mirror.getAnnotationType().asElement().getSimpleName().contentEquals("Nullable"));
    }

    private static @Nullable AnnotationMirror find(AnnotatedConstruct construct, String annotation) {
        for (AnnotationMirror mirror : construct.getAnnotationMirrors()) {
            if (((TypeElement) mirror.getAnnotationType().asElement())
                    .getQualifiedName()
                    .contentEquals(annotation)) {
                return mirror;
            }
        }
        return null;
    }
}
