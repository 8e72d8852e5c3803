package io.bindery.processor;

import java.util.Map;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** What to use in place of a type that cannot be sent. */
final class Advice {
    private static final String COLLECTION = "a List or an array";
    private static final String MAP = "a Map";
    private static final String EPOCH = "a long, with the unit in its name";

    private static final Map<String, String> BY_NAME = Map.ofEntries(
            Map.entry(
                    "java.lang.Object",
                    "the type that is meant: a @Parcelable record, or a @BinderInterface; for several, a @Parcelable sealed interface of records; for those that are not known yet, a ParcelableHolder"),
            Map.entry("java.lang.Boolean", "boolean, or a @Nullable @Parcelable record where it may be missing"),
            Map.entry("java.lang.Byte", "byte, or a @Nullable @Parcelable record where it may be missing"),
            Map.entry("java.lang.Character", "char, or a @Nullable @Parcelable record where it may be missing"),
            Map.entry("java.lang.Short", "short, or a @Nullable @Parcelable record where it may be missing"),
            Map.entry("java.lang.Integer", "int, or a @Nullable @Parcelable record where it may be missing"),
            Map.entry("java.lang.Long", "long, or a @Nullable @Parcelable record where it may be missing"),
            Map.entry("java.lang.Float", "float, or a @Nullable @Parcelable record where it may be missing"),
            Map.entry("java.lang.Double", "double, or a @Nullable @Parcelable record where it may be missing"),
            Map.entry("java.lang.CharSequence", "String"),
            Map.entry("java.util.Optional", "the type itself, marked @Nullable"),
            Map.entry("java.util.Collection", COLLECTION),
            Map.entry("java.util.ArrayList", COLLECTION),
            Map.entry("java.util.Set", COLLECTION),
            Map.entry("java.lang.Iterable", COLLECTION),
            Map.entry("java.util.TreeMap", MAP),
            Map.entry("java.util.LinkedHashMap", MAP),
            Map.entry("java.util.HashMap", MAP),
            Map.entry("java.time.Duration", EPOCH),
            Map.entry("java.time.Instant", EPOCH),
            Map.entry("java.util.Date", EPOCH),
            Map.entry("java.util.UUID", "two longs"),
            Map.entry("java.nio.ByteBuffer", "byte[], or MemorySegment with MemorySegment.ofBuffer"),
            Map.entry("java.math.BigDecimal", "a long in the smallest unit, or String"),
            Map.entry("java.math.BigInteger", "byte[], or String"),
            Map.entry(Api.PACKAGE + ".IInterface", "the interface that is meant, marked @BinderInterface, or IBinder"),
            Map.entry(Api.PACKAGE + ".Binder", "IBinder"),
            Map.entry(Api.PACKAGE + ".BinderProxy", "IBinder"),
            Map.entry(Api.PACKAGE + ".Parcel", "IBinder.transact, which takes parcels that are filled by hand"));

    private Advice() {}

    static String insteadOf(TypeMirror type) {
        if (type.getKind() == TypeKind.TYPEVAR) {
            return "a type that is known when the interface is compiled";
        }
        if (!(type instanceof DeclaredType declared)) {
            return "a @Parcelable record";
        }
        TypeElement element = (TypeElement) declared.asElement();
        String byName = BY_NAME.get(element.getQualifiedName().toString());
        if (byName != null) {
            return byName;
        }
        if (element.getModifiers().contains(Modifier.SEALED) && element.getKind() == ElementKind.INTERFACE) {
            return "@Parcelable on the sealed interface, and on the records that it permits";
        }
        return switch (element.getKind()) {
            case RECORD ->
                element.getTypeParameters().isEmpty()
                        ? "@Parcelable on the record, so that it can be"
                        : "a record without type parameters, marked @Parcelable";
            case INTERFACE ->
                "@BinderInterface on the interface, to send a reference, or a @Parcelable record, to send" + " a value";
            default -> "a record marked @Parcelable, or a class that implements MutableParcelable";
        };
    }
}
