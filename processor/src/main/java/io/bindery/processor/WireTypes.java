package io.bindery.processor;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
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

    /** As {@code Parcel.FILE_DESCRIPTOR_SIZE}. */
    private static final int OBJECT_BYTES = 8;

    private static final TypeName STRING = ClassName.get(String.class);
    private static final TypeName SEGMENT = ClassName.get(MemorySegment.class);

    private static final Map<TypeKind, WireType.Builtin> PRIMITIVES = Map.of(
            TypeKind.BOOLEAN, primitive(TypeName.BOOLEAN, "Boolean", Integer.BYTES),
            TypeKind.BYTE, primitive(TypeName.BYTE, "Byte", Integer.BYTES),
            TypeKind.CHAR, primitive(TypeName.CHAR, "Char", Integer.BYTES),
            TypeKind.SHORT, primitive(TypeName.SHORT, "Short", Integer.BYTES),
            TypeKind.INT, primitive(TypeName.INT, "Int", Integer.BYTES),
            TypeKind.LONG, primitive(TypeName.LONG, "Long", Long.BYTES),
            TypeKind.FLOAT, primitive(TypeName.FLOAT, "Float", Float.BYTES),
            TypeKind.DOUBLE, primitive(TypeName.DOUBLE, "Double", Double.BYTES));

    private final Diagnostics diagnostics;

    WireTypes(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    private static WireType.Builtin primitive(TypeName type, String suffix, int bytes) {
        return new WireType.Builtin(type, "write" + suffix, "read" + suffix, bytes, false);
    }

    /** What travels beside the bytes of a parcel, which hold a mark in its place. */
    private static WireType.Builtin beside(ClassName type, String write, String read, boolean nullable) {
        return new WireType.Builtin(type, write, read, OBJECT_BYTES, nullable);
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
        if (isNamed(type, List.class.getName())) {
            return list((DeclaredType) type, nullable, at, what);
        }
        if (use == Use.RESULT && isNamed(type, Api.PARCEL_FILE_DESCRIPTOR.canonicalName())) {
            // The implementation gives it away: nobody else would close it on this side.
            return beside(Api.PARCEL_FILE_DESCRIPTOR, "giveFileDescriptor", "readFileDescriptor", nullable);
        }
        if (type.getKind() == TypeKind.ARRAY
                && !((ArrayType) type).getComponentType().getKind().isPrimitive()) {
            return array((ArrayType) type, nullable, at, what);
        }
        if (reused) {
            return new WireType.Builtin(
                    ArrayTypeName.of(TypeName.BYTE), "writeByteArray", "readReusedByteArray", 0, nullable);
        }
        return element(type, nullable, at, what);
    }

    private @Nullable WireType segment(boolean nullable, Element at, Use use, String what) {
        if (use == Use.PARAMETER) {
            return new WireType.Builtin(SEGMENT, "writeSegment", "readSegment", 0, nullable);
        }
        diagnostics.error(
                at,
                what + " cannot be a MemorySegment, which is valid only during the call: use byte[]"
                        + (use == Use.RESULT
                                ? ", or return void and pass the segment to a callback interface"
                                : ", or make the segment a parameter of its own"));
        return null;
    }

    private @Nullable WireType list(DeclaredType type, boolean nullable, Element at, String what) {
        if (type.getTypeArguments().size() != 1
                || type.getTypeArguments().getFirst().getKind() == TypeKind.WILDCARD) {
            diagnostics.error(at, what + " is a List of unknown elements: name their type, as in List<String>");
            return null;
        }
        WireType.Element element = elementOf(type.getTypeArguments().getFirst(), at, what);
        return element == null ? null : new WireType.ListOf(element, nullable);
    }

    private @Nullable WireType array(ArrayType type, boolean nullable, Element at, String what) {
        if (type.getComponentType().getKind() == TypeKind.ARRAY) {
            diagnostics.error(
                    at,
                    what + " is an array of arrays, which cannot be sent: use one flat array, or an array"
                            + " of @Parcelable records");
            return null;
        }
        WireType.Element element = elementOf(type.getComponentType(), at, what);
        return element == null ? null : new WireType.ArrayOf(element, nullable);
    }

    private WireType.@Nullable Element elementOf(TypeMirror type, Element at, String what) {
        if (Annotations.isNullable(type)) {
            diagnostics.error(
                    at,
                    what + " has elements that may be null, which cannot be sent: leave them out, or use"
                            + " a @Parcelable record with a @Nullable component");
            return null;
        }
        if (isNamed(type, List.class.getName())) {
            diagnostics.error(
                    at,
                    what + " has lists as elements, which cannot be sent: use a @Parcelable record that"
                            + " holds the inner list");
            return null;
        }
        if (isNamed(type, MemorySegment.class.getName())) {
            diagnostics.error(at, what + " has MemorySegments as elements, which cannot be sent: use byte[]");
            return null;
        }
        return element(type, false, at, what);
    }

    private WireType.@Nullable Element element(TypeMirror type, boolean nullable, Element at, String what) {
        WireType.Builtin primitive = PRIMITIVES.get(type.getKind());
        if (primitive != null) {
            return primitive;
        }
        if (type instanceof ArrayType array) {
            WireType.Builtin component = PRIMITIVES.get(array.getComponentType().getKind());
            if (component != null) {
                return new WireType.Builtin(
                        ArrayTypeName.of(component.typeName()),
                        component.writeMethod() + "Array",
                        component.readMethod() + "Array",
                        0,
                        nullable);
            }
        }
        if (isNamed(type, String.class.getName())) {
            return new WireType.Builtin(STRING, "writeString", "readString", 0, nullable);
        }
        if (isNamed(type, Api.IBINDER.canonicalName())) {
            return new WireType.Binder(nullable);
        }
        if (isNamed(type, Api.PARCEL_FILE_DESCRIPTOR.canonicalName())) {
            return beside(Api.PARCEL_FILE_DESCRIPTOR, "writeFileDescriptor", "readFileDescriptor", nullable);
        }
        return type instanceof DeclaredType declared ? declared(declared, nullable, at, what) : refuse(type, at, what);
    }

    private WireType.@Nullable Element declared(DeclaredType type, boolean nullable, Element at, String what) {
        TypeElement element = (TypeElement) type.asElement();
        ClassName name = ClassName.get(element);
        if (element.getKind() == ElementKind.ENUM) {
            return new WireType.EnumConstant(name, nullable);
        }
        if (element.getKind() == ElementKind.RECORD && Annotations.isPresent(element, Api.PARCELABLE)) {
            return new WireType.ParcelableRecord(name, Names.generated(name, "Parcel"), nullable);
        }
        if (element.getKind() == ElementKind.INTERFACE && Annotations.isPresent(element, Api.BINDER_INTERFACE)) {
            return new WireType.Interface(name, Names.generated(name, "Stub"), nullable);
        }
        return refuse(type, at, what);
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
