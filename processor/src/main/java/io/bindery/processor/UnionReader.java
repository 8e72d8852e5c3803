package io.bindery.processor;

import com.palantir.javapoet.ClassName;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Checks a {@code @Parcelable} sealed interface, whose cases are records, and makes its model. */
final class UnionReader {
    /** A union that has been found correct; the place of a case is its tag. */
    record UnionModel(TypeElement element, boolean isPublic, List<ClassName> cases) {
        ClassName name() {
            return ClassName.get(element);
        }
    }

    private final Diagnostics diagnostics;

    UnionReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Returns the model, or null after errors have been reported. */
    @Nullable
    UnionModel read(TypeElement type) {
        int errorsBefore = diagnostics.errors();
        String name = type.getSimpleName().toString();
        if (!type.getTypeParameters().isEmpty()) {
            diagnostics.error(type, name + " has type parameters, which cannot be sent: name the types");
        }
        if (Visibility.isPrivate(type)) {
            diagnostics.error(type, name + " is private: its codec, a class of its own, could not see it");
        }
        List<ClassName> cases = new ArrayList<>();
        for (TypeMirror permitted : type.getPermittedSubclasses()) {
            TypeElement element = (TypeElement) ((DeclaredType) permitted).asElement();
            if (element.getKind() != ElementKind.RECORD || !Annotations.isPresent(element, Api.PARCELABLE)) {
                diagnostics.error(
                        type,
                        name + " permits " + element.getSimpleName() + ", which is no record marked @Parcelable: make"
                                + " each case one, so that a tag says which it is");
            }
            cases.add(ClassName.get(element));
        }
        return diagnostics.errors() > errorsBefore ? null : new UnionModel(type, Visibility.isPublic(type), cases);
    }
}
