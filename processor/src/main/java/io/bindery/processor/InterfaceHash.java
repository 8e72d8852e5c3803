package io.bindery.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bindery.processor.InterfaceModel.Method;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/**
 * The hash of an interface: of its descriptor, its methods in the order of their codes, and the records, unions and enums
 * that they use, as a text with a line for each. Interfaces that are passed by reference count by their names alone: they
 * have versions of their own.
 */
final class InterfaceHash {
    private static final int HEX_DIGITS = 40;

    private final Set<TypeElement> seen = new LinkedHashSet<>();
    private final Deque<TypeElement> due = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();

    private InterfaceHash() {}

    static String of(String descriptor, List<Method> methods) {
        InterfaceHash hash = new InterfaceHash();
        hash.text.append("interface ").append(descriptor).append('\n');
        methods.stream().sorted(Comparator.comparingInt(Method::code)).forEach(hash::add);
        while (!hash.due.isEmpty()) {
            hash.add(hash.due.poll());
        }
        return digest(hash.text.toString());
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HEX_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void add(Method method) {
        text.append(method.code()).append(' ').append(method.mode()).append(' ').append(method.name());
        ExecutableElement element = method.element();
        for (int i = 0; i < method.parameters().size(); i++) {
            VariableElement parameter = element.getParameters().get(i);
            text.append(' ').append(method.parameters().get(i).direction());
            text.append(' ').append(named(parameter, parameter.asType()));
        }
        text.append(" : ").append(type(element.getReturnType(), element)).append('\n');
    }

    private void add(TypeElement type) {
        String parts = switch (type.getKind()) {
            case RECORD ->
                type.getRecordComponents().stream()
                        .map(component -> named(component, component.asType()))
                        .collect(Collectors.joining(", "));
            case ENUM ->
                type.getEnclosedElements().stream()
                        .filter(member -> member.getKind() == ElementKind.ENUM_CONSTANT)
                        .map(InterfaceHash::constant)
                        .collect(Collectors.joining(", "));
            default ->
                type.getPermittedSubclasses().stream()
                        .map(permitted -> type(permitted, type))
                        .collect(Collectors.joining(", "));
        };
        text.append(type.getKind())
                .append(' ')
                .append(type.getQualifiedName())
                .append(' ')
                .append(parts);
        text.append('\n');
    }

    private static String constant(Element constant) {
        return constant.getSimpleName()
                + Annotations.value(constant, Api.BACKING_VALUE, "value")
                        .map(number -> "=" + number)
                        .orElse("");
    }

    private String named(Element declaration, TypeMirror type) {
        return type(type, declaration) + " " + declaration.getSimpleName();
    }

    /** The name of a type, with its arguments; what of it has parts of its own is added later. */
    private String type(TypeMirror type, Element declaration) {
        String nullable = Annotations.isNullable(type, declaration) ? "?" : "";
        return name(type) + nullable;
    }

    private String name(TypeMirror type) {
        if (type instanceof ArrayType array) {
            return name(array.getComponentType()) + "[]";
        }
        if (!(type instanceof DeclaredType declared) || !(declared.asElement() instanceof TypeElement element)) {
            return type.getKind().toString();
        }
        boolean hasParts = element.getKind() == ElementKind.RECORD
                || element.getKind() == ElementKind.ENUM
                || element.getModifiers().contains(Modifier.SEALED);
        if (hasParts && seen.add(element)) {
            due.add(element);
        }
        String arguments = declared.getTypeArguments().stream().map(this::name).collect(Collectors.joining(","));
        return element.getQualifiedName() + (arguments.isEmpty() ? "" : "<" + arguments + ">");
    }
}
