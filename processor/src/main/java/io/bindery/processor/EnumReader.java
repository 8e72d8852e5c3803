package io.bindery.processor;

import com.palantir.javapoet.ClassName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Checks an enum marked {@code @Backing} and finds the number of each constant. */
final class EnumReader {
    /** An enum that has been found correct, and the numbers by which its constants travel. */
    record EnumModel(TypeElement element, boolean isPublic, TypeKind backing, Map<String, Long> numbers) {
        ClassName name() {
            return ClassName.get(element);
        }
    }

    private final Diagnostics diagnostics;

    EnumReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** The name of the first constant. */
    static String first(TypeElement type) {
        return type.getEnclosedElements().stream()
                .filter(member -> member.getKind() == ElementKind.ENUM_CONSTANT)
                .map(constant -> constant.getSimpleName().toString())
                .findFirst()
                .orElse("");
    }

    /** What a constant takes in a parcel. */
    static int parcelBytes(TypeElement type) {
        return backing(type) == TypeKind.LONG ? Long.BYTES : Integer.BYTES;
    }

    private static TypeKind backing(TypeElement type) {
        Optional<Object> stated = Annotations.value(type, Api.BACKING, "value");
        return stated.isPresent() && stated.get() instanceof TypeMirror mirror ? mirror.getKind() : TypeKind.INT;
    }

    /** Returns the model, or null after errors have been reported. */
    @Nullable
    EnumModel read(TypeElement type) {
        int errorsBefore = diagnostics.errors();
        String name = type.getSimpleName().toString();
        if (type.getKind() != ElementKind.ENUM) {
            diagnostics.error(type, name + " is marked @Backing and is no enum: make it one, or remove @Backing");
            return null;
        }
        TypeKind backing = backing(type);
        switch (backing) {
            case BYTE, SHORT, INT, LONG -> {}
            default ->
                diagnostics.error(type, name + ": @Backing takes byte.class, short.class, int.class or long.class");
        }
        if (Visibility.isPrivate(type)) {
            diagnostics.error(type, name + " is private: what is generated for it could not see it");
        }
        Map<String, Long> numbers = numbers(type, name, backing);
        if (numbers.isEmpty()) {
            diagnostics.error(type, name + " has no constants, there is nothing to send");
        }
        return diagnostics.errors() > errorsBefore
                ? null
                : new EnumModel(type, Visibility.isPublic(type), backing, numbers);
    }

    private Map<String, Long> numbers(TypeElement type, String name, TypeKind backing) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        Map<Long, String> taken = new HashMap<>();
        long next = 0;
        for (Element constant : type.getEnclosedElements()) {
            if (constant.getKind() != ElementKind.ENUM_CONSTANT) {
                continue;
            }
            long number = (Long)
                    Annotations.value(constant, Api.BACKING_VALUE, "value").orElse(next);
            String constantName = constant.getSimpleName().toString();
            String other = taken.putIfAbsent(number, constantName);
            if (other != null) {
                diagnostics.error(
                        constant,
                        name + "." + constantName + ": the number " + number + " is that of " + other + " too");
            }
            if (!fits(number, backing)) {
                diagnostics.error(
                        constant,
                        name + "." + constantName + ": the number " + number + " is no "
                                + backing.toString().toLowerCase(Locale.ROOT)
                                + ": choose another, or back the enum by a larger type");
            }
            numbers.put(constantName, number);
            next = number + 1;
        }
        return numbers;
    }

    private static boolean fits(long number, TypeKind backing) {
        return switch (backing) {
            case BYTE -> number == (byte) number;
            case SHORT -> number == (short) number;
            case INT -> number == (int) number;
            default -> true;
        };
    }
}
