package io.bindery.processor;

import io.bindery.processor.InterfaceModel.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** Checks a {@code @Parcelable} record and makes its model. */
final class RecordReader {
    private final Diagnostics diagnostics;
    private final WireTypes wireTypes;

    RecordReader(Types types, Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
        this.wireTypes = new WireTypes(types, diagnostics);
    }

    /** Returns the model, or null after errors have been reported. */
    @Nullable
    RecordModel read(TypeElement type) {
        int errorsBefore = diagnostics.errors();
        String name = type.getSimpleName().toString();
        if (type.getKind() != ElementKind.RECORD) {
            diagnostics.error(
                    type,
                    name + " is marked @Parcelable and is no record: make it a record, whose components"
                            + " are what travels; or a sealed interface of records, of which one travels; a class"
                            + " implements MutableParcelable instead");
            return null;
        }
        if (!type.getTypeParameters().isEmpty()) {
            diagnostics.error(type, name + " has type parameters, which cannot be sent: name the types");
            return null;
        }
        if (Visibility.isPrivate(type)) {
            diagnostics.error(
                    type,
                    name + " is private: its codec, which is a class of its own in the same package,"
                            + " could not see it");
        }
        if (type.getRecordComponents().isEmpty()) {
            diagnostics.error(type, name + " has no components, there is nothing to send: use an enum or a boolean");
        }
        if (contains(type, type, new HashSet<>())) {
            diagnostics.error(
                    type,
                    name + " contains itself, so that a peer could send it without end: send a List of"
                            + " records that refer to each other by number");
        }
        checkReuse(type, name);
        List<Value> components = components(type, name);
        return diagnostics.errors() > errorsBefore
                ? null
                : new RecordModel(type, Visibility.isPublic(type), components);
    }

    private List<Value> components(TypeElement type, String name) {
        List<Value> components = new ArrayList<>();
        for (RecordComponentElement component : type.getRecordComponents()) {
            WireType wire = wireTypes.resolve(component.asType(), component, WireTypes.Use.COMPONENT, name);
            if (wire != null) {
                components.add(new Value(component.getSimpleName().toString(), wire));
            }
        }
        return components;
    }

    private static boolean contains(TypeElement type, TypeElement sought, Set<Element> seen) {
        for (TypeElement part : partsOf(type)) {
            if (part.equals(sought) || (seen.add(part) && contains(part, sought, seen))) {
                return true;
            }
        }
        return false;
    }

    /** The records and unions in the components of a record, or the cases of a union. */
    private static List<TypeElement> partsOf(TypeElement type) {
        List<TypeElement> parts = new ArrayList<>();
        for (RecordComponentElement component : type.getRecordComponents()) {
            parts.addAll(partsIn(component.asType()));
        }
        for (TypeMirror permitted : type.getPermittedSubclasses()) {
            parts.addAll(partsIn(permitted));
        }
        return parts;
    }

    private static List<TypeElement> partsIn(TypeMirror type) {
        if (type instanceof ArrayType array) {
            return partsIn(array.getComponentType());
        }
        if (!(type instanceof DeclaredType declared)) {
            return List.of();
        }
        List<TypeElement> parts = new ArrayList<>();
        if (declared.asElement() instanceof TypeElement element
                && (element.getKind() == ElementKind.RECORD
                        || element.getModifiers().contains(Modifier.SEALED))) {
            parts.add(element);
        }
        declared.getTypeArguments().forEach(argument -> parts.addAll(partsIn(argument)));
        return parts;
    }

    /** {@code @Reuse} can be written on a component, but is then found on the parameter of the constructor only. */
    private void checkReuse(TypeElement type, String name) {
        for (ExecutableElement constructor : ElementFilter.constructorsIn(type.getEnclosedElements())) {
            for (VariableElement parameter : constructor.getParameters()) {
                if (Annotations.isPresent(parameter, Api.REUSE)) {
                    diagnostics.error(
                            parameter,
                            name + ": component '" + parameter.getSimpleName()
                                    + "' is @Reuse, which only a parameter of a method can be: a record may outlive the call");
                }
            }
        }
    }
}
