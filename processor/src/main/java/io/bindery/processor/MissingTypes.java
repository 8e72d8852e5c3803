package io.bindery.processor;

import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Finds types that do not exist, or not yet: another processor may generate them in this round. */
final class MissingTypes {
    private MissingTypes() {}

    static boolean isIn(TypeElement type) {
        return type.getInterfaces().stream().anyMatch(MissingTypes::isIn)
                || type.getEnclosedElements().stream().anyMatch(MissingTypes::isInSignature);
    }

    private static boolean isInSignature(Element member) {
        return switch (member.getKind()) {
            case METHOD, CONSTRUCTOR -> {
                ExecutableElement executable = (ExecutableElement) member;
                yield isIn(executable.getReturnType())
                        || executable.getThrownTypes().stream().anyMatch(MissingTypes::isIn)
                        || executable.getParameters().stream().anyMatch(parameter -> isIn(parameter.asType()));
            }
            case RECORD_COMPONENT -> isIn(member.asType());
            default -> false;
        };
    }

    private static boolean isIn(TypeMirror type) {
        if (type.getKind() == TypeKind.ERROR) {
            return true;
        }
        return switch (type) {
            case ArrayType array -> isIn(array.getComponentType());
            case DeclaredType declared -> declared.getTypeArguments().stream().anyMatch(MissingTypes::isIn);
            default -> false;
        };
    }
}
