package io.bindery.processor;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** Finds out how a type travels, or says why it cannot and what to use in its place. */
final class WireTypes {
    /** What a type is used for: some travel in one direction only. */
    enum Use {
        PARAMETER("parameter "),
        RESULT("result"),
        COMPONENT("component ");

        private final String word;

        Use(String word) {
            this.word = word;
        }
    }

    /** As {@code Parcel.FILE_DESCRIPTOR_SIZE} and {@code SHARED_MEMORY_SIZE}. */
    private static final int OBJECT_BYTES = 8;

    private static final TypeName STRING = ClassName.get(String.class);
    private static final TypeName SEGMENT = ClassName.get(MemorySegment.class);

    private static final Map<TypeKind, WireType.Builtin> PRIMITIVES = Map.of(
            TypeKind.BOOLEAN, primitive(TypeName.BOOLEAN, "Boolean", Integer.BYTES, "false"),
            TypeKind.BYTE, primitive(TypeName.BYTE, "Byte", Integer.BYTES, "0"),
            TypeKind.CHAR, primitive(TypeName.CHAR, "Char", Integer.BYTES, "0"),
            TypeKind.SHORT, primitive(TypeName.SHORT, "Short", Integer.BYTES, "0"),
            TypeKind.INT, primitive(TypeName.INT, "Int", Integer.BYTES, "0"),
            TypeKind.LONG, primitive(TypeName.LONG, "Long", Long.BYTES, "0"),
            TypeKind.FLOAT, primitive(TypeName.FLOAT, "Float", Float.BYTES, "0"),
            TypeKind.DOUBLE, primitive(TypeName.DOUBLE, "Double", Double.BYTES, "0"));

    private final Types types;
    private final Diagnostics diagnostics;

    WireTypes(Types types, Diagnostics diagnostics) {
        this.types = types;
        this.diagnostics = diagnostics;
    }

    private static WireType.Builtin primitive(TypeName type, String suffix, int bytes, String empty) {
        return new WireType.Builtin(type, "write" + suffix, "read" + suffix, bytes, CodeBlock.of(empty), false);
    }

    /** What travels beside the bytes of a parcel, which hold a mark in its place. */
    private static WireType.Builtin beside(ClassName type, String write, String read, boolean nullable) {
        return new WireType.Builtin(type, write, read, OBJECT_BYTES, null, nullable);
    }

    /**
     * Returns how {@code type} travels; null after an error has been reported at {@code at}.
     *
     * @param where the method or record, for messages
     */
    @Nullable
    WireType resolve(TypeMirror type, Element at, Use use, String where) {
        String what = where + ": " + use.word + (use == Use.RESULT ? "" : "'" + at.getSimpleName() + "'");
        boolean nullable = Annotations.isNullable(type, at);
        boolean reused = Annotations.isPresent(at, Api.REUSE);
        if (reused && !isByteArray(type)) {
            diagnostics.error(
                    at,
                    what + " is @Reuse, which only a byte[] can be: remove it, or use byte[]" + " or MemorySegment");
            return null;
        }
        if (isNamed(type, MemorySegment.class.getName())) {
            return segment(nullable, at, use, what);
        }
        if (reused) {
            return new WireType.Builtin(
                    ArrayTypeName.of(TypeName.BYTE), "writeByteArray", "readReusedByteArray", 0, null, nullable);
        }
        if (use == Use.RESULT && isNamed(type, Api.PARCEL_FILE_DESCRIPTOR.canonicalName())) {
            // The implementation gives it away: nobody else would close it on this side.
            return beside(Api.PARCEL_FILE_DESCRIPTOR, "giveFileDescriptor", "readFileDescriptor", nullable);
        }
        WireType.Builtin primitive = PRIMITIVES.get(type.getKind());
        return primitive == null ? reference(type, nullable, at, what) : primitive;
    }

    private @Nullable WireType segment(boolean nullable, Element at, Use use, String what) {
        if (use == Use.PARAMETER) {
            return new WireType.Builtin(SEGMENT, "writeSegment", "readSegment", 0, null, nullable);
        }
        diagnostics.error(
                at,
                what + " cannot be a MemorySegment, which is valid only during the call: use byte[]"
                        + (use == Use.RESULT
                                ? ", or return void and pass the segment to a callback interface"
                                : ", or make the segment a parameter of its own"));
        return null;
    }

    private WireType.@Nullable Element reference(TypeMirror type, boolean nullable, Element at, String what) {
        if (type instanceof ArrayType array) {
            return array(array, nullable, at, what);
        }
        if (isNamed(type, String.class.getName())) {
            return new WireType.Builtin(STRING, "writeString", "readString", 0, CodeBlock.of("$S", ""), nullable);
        }
        if (isNamed(type, Api.IBINDER.canonicalName())) {
            return new WireType.Binder(nullable);
        }
        if (isNamed(type, Api.PARCEL_FILE_DESCRIPTOR.canonicalName())) {
            return beside(Api.PARCEL_FILE_DESCRIPTOR, "writeFileDescriptor", "readFileDescriptor", nullable);
        }
        if (isNamed(type, Api.SHARED_MEMORY.canonicalName())) {
            return beside(Api.SHARED_MEMORY, "writeSharedMemory", "readSharedMemory", nullable);
        }
        if (isNamed(type, Api.PARCELABLE_HOLDER.canonicalName())) {
            return new CodedTypes.Holder(nullable);
        }
        if (isNamed(type, List.class.getName())) {
            List<WireType.Element> elements = arguments((DeclaredType) type, 1, "a List", "List<String>", at, what);
            return elements == null ? null : new ContainerTypes.ListOf(elements.getFirst(), nullable);
        }
        if (isNamed(type, Map.class.getName())) {
            List<WireType.Element> elements = arguments((DeclaredType) type, 2, "a Map", "Map<String, Long>", at, what);
            return elements == null ? null : new ContainerTypes.MapOf(elements.get(0), elements.get(1), nullable);
        }
        return type instanceof DeclaredType declared ? declared(declared, nullable, at, what) : refuse(type, at, what);
    }

    private WireType.@Nullable Element array(ArrayType type, boolean nullable, Element at, String what) {
        TypeMirror component = type.getComponentType();
        WireType.Builtin primitive = PRIMITIVES.get(component.getKind());
        if (primitive != null) {
            return new WireType.Builtin(
                    ArrayTypeName.of(primitive.typeName()),
                    primitive.writeMethod() + "Array",
                    primitive.readMethod() + "Array",
                    0,
                    CodeBlock.of("new $T[0]", primitive.typeName()),
                    nullable);
        }
        if (component.getKind() == TypeKind.ARRAY) {
            diagnostics.error(
                    at,
                    what + " is an array of arrays, which cannot be sent: use one flat array, a List of arrays, or an"
                            + " array of @Parcelable records");
            return null;
        }
        if (isParameterized(component)) {
            diagnostics.error(
                    at, what + " is an array of " + component + ", which Java cannot make safely: use a List of them");
            return null;
        }
        WireType.Element element = elementOf(component, at, what);
        return element == null ? null : new ContainerTypes.ArrayOf(element, nullable);
    }

    private static boolean isParameterized(TypeMirror type) {
        return type instanceof DeclaredType declared
                && !declared.getTypeArguments().isEmpty();
    }

    private @Nullable List<WireType.Element> arguments(
            DeclaredType type, int count, String kind, String example, Element at, String what) {
        List<? extends TypeMirror> arguments = type.getTypeArguments();
        if (arguments.size() != count
                || arguments.stream().anyMatch(argument -> argument.getKind() == TypeKind.WILDCARD)) {
            diagnostics.error(at, what + " is " + kind + " of unknown elements: name their type, as in " + example);
            return null;
        }
        List<WireType.Element> elements = new ArrayList<>();
        for (TypeMirror argument : arguments) {
            WireType.Element element = elementOf(argument, at, what);
            if (element == null) {
                return null;
            }
            elements.add(element);
        }
        return elements;
    }

    private WireType.@Nullable Element elementOf(TypeMirror type, Element at, String what) {
        if (Annotations.isNullable(type)) {
            diagnostics.error(
                    at,
                    what + " has elements that may be null, which cannot be sent: leave them out, or use"
                            + " a @Parcelable record with a @Nullable component");
            return null;
        }
        if (isNamed(type, MemorySegment.class.getName())) {
            diagnostics.error(at, what + " has MemorySegments as elements, which cannot be sent: use byte[]");
            return null;
        }
        WireType.Builtin boxed = boxed(type);
        return boxed == null ? reference(type, false, at, what) : boxed;
    }

    private WireType.@Nullable Builtin boxed(TypeMirror type) {
        for (Map.Entry<TypeKind, WireType.Builtin> primitive : PRIMITIVES.entrySet()) {
            WireType.Builtin boxed = primitive.getValue().boxed();
            if (isNamed(type, boxed.typeName().toString())) {
                return boxed;
            }
        }
        return null;
    }

    private WireType.@Nullable Element declared(DeclaredType type, boolean nullable, Element at, String what) {
        TypeElement element = (TypeElement) type.asElement();
        ClassName name = ClassName.get(element);
        ClassName codec = Names.generated(name, "Parcel");
        boolean parcelable = Annotations.isPresent(element, Api.PARCELABLE);
        if (element.getKind() == ElementKind.ENUM) {
            return Annotations.isPresent(element, Api.BACKING)
                    ? new CodedTypes.BackedEnum(
                            name, codec, EnumReader.first(element), EnumReader.parcelBytes(element), nullable)
                    : new WireType.EnumConstant(name, nullable);
        }
        if (parcelable
                && (element.getKind() == ElementKind.RECORD
                        || element.getModifiers().contains(Modifier.SEALED))) {
            return new CodedTypes.Value(name, codec, element.getKind() == ElementKind.RECORD, nullable);
        }
        if (element.getKind() == ElementKind.INTERFACE && Annotations.isPresent(element, Api.BINDER_INTERFACE)) {
            return new WireType.Interface(name, Names.generated(name, "Stub"), nullable);
        }
        if (element.getKind() == ElementKind.CLASS && isMutableParcelable(element)) {
            return mutable(element, name, nullable, at, what);
        }
        return refuse(type, at, what);
    }

    private boolean isMutableParcelable(TypeElement element) {
        return element.getInterfaces().stream().anyMatch(base -> isNamed(base, Api.MUTABLE_PARCELABLE))
                || (types.asElement(element.getSuperclass()) instanceof TypeElement superclass
                        && isMutableParcelable(superclass));
    }

    private WireType.@Nullable Element mutable(
            TypeElement element, ClassName name, boolean nullable, Element at, String what) {
        boolean constructed = element.getEnclosedElements().stream()
                .anyMatch(member -> member.getKind() == ElementKind.CONSTRUCTOR
                        && ((ExecutableElement) member).getParameters().isEmpty()
                        && !member.getModifiers().contains(Modifier.PRIVATE));
        boolean inner = element.getEnclosingElement() instanceof TypeElement
                && !element.getModifiers().contains(Modifier.STATIC);
        if (!constructed
                || inner
                || element.getModifiers().contains(Modifier.ABSTRACT)
                || !element.getTypeParameters().isEmpty()) {
            diagnostics.error(
                    at,
                    what + " is of type " + name + ", of which the stub could not make an object: a MutableParcelable"
                            + " is a class without type parameters, neither abstract nor inner, with a constructor that"
                            + " has no parameters and is not private");
            return null;
        }
        return new CodedTypes.MutableObject(name, nullable);
    }

    private WireType.@Nullable Element refuse(TypeMirror type, Element at, String what) {
        diagnostics.error(
                at,
                what + " is of type " + TypeName.get(type).withoutAnnotations() + ", which cannot be sent: use "
                        + Advice.insteadOf(type));
        return null;
    }

    private static boolean isByteArray(TypeMirror type) {
        return type instanceof ArrayType array && array.getComponentType().getKind() == TypeKind.BYTE;
    }

    private static boolean isNamed(TypeMirror type, String name) {
        return type instanceof DeclaredType declared
                && ((TypeElement) declared.asElement()).getQualifiedName().contentEquals(name);
    }
}
