package io.bindery.processor;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.List;

/** A type that can travel, and the expressions that write it to a parcel and read it from one. */
sealed interface WireType {
    /** The type without its annotations. */
    TypeName typeName();

    boolean nullable();

    /** Adds the bytes that the value of a variable takes. */
    void addTo(Bound bound, String variable);

    /** Writes {@code value}, of which the caller has checked that it is not null where it must not be. */
    CodeBlock write(CodeBlock parcel, CodeBlock value);

    /** Reads a value; {@code nullMessage} is the error if null was sent and must not be. */
    CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage);

    default boolean mustNotBeNull() {
        return !nullable() && !typeName().isPrimitive();
    }

    /** What can also be an element of a list or an array, where it is never null. */
    sealed interface Element extends WireType {
        /** A function of a parcel and an element. */
        CodeBlock writer();

        /** A function of a parcel that returns an element. */
        CodeBlock reader(ReadScope scope);
    }

    /** What reading needs around it: free names, and fields that hold the constants of enums. */
    record ReadScope(Names names, EnumFields enums) {}

    private static CodeBlock checked(CodeBlock value, WireType type, String nullMessage) {
        return type.mustNotBeNull() ? Messages.required(value, nullMessage) : value;
    }

    /**
     * What {@code Parcel} itself writes and reads.
     *
     * @param bytes what every value takes, or 0 if {@code Parcel.sizeOf} tells
     */
    record Builtin(TypeName typeName, String writeMethod, String readMethod, int bytes, boolean nullable)
            implements Element {
        @Override
        public void addTo(Bound bound, String variable) {
            if (bytes != 0) {
                bound.add(bytes);
            } else {
                bound.add(CodeBlock.of("$T.sizeOf($N)", Api.PARCEL, variable));
            }
        }

        @Override
        public CodeBlock write(CodeBlock parcel, CodeBlock value) {
            return CodeBlock.of("$L.$N($L)", parcel, writeMethod, value);
        }

        @Override
        public CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            return checked(CodeBlock.of("$L.$N()", parcel, readMethod), this, nullMessage);
        }

        @Override
        public CodeBlock writer() {
            return CodeBlock.of("$T::$N", Api.PARCEL, writeMethod);
        }

        @Override
        public CodeBlock reader(ReadScope scope) {
            return CodeBlock.of("$T::$N", Api.PARCEL, readMethod);
        }
    }

    /** An object of which nothing is known but that it is one: its reference. */
    record Binder(boolean nullable) implements Element {
        @Override
        public TypeName typeName() {
            return Api.IBINDER;
        }

        @Override
        public void addTo(Bound bound, String variable) {
            bound.add(CodeBlock.of("$T.BINDER_SIZE", Api.PARCEL));
        }

        @Override
        public CodeBlock write(CodeBlock parcel, CodeBlock value) {
            return CodeBlock.of("$L.writeStrongBinder($L)", parcel, value);
        }

        @Override
        public CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            return checked(CodeBlock.of("$L.readStrongBinder()", parcel), this, nullMessage);
        }

        @Override
        public CodeBlock writer() {
            return CodeBlock.of("$T::writeStrongBinder", Api.PARCEL);
        }

        @Override
        public CodeBlock reader(ReadScope scope) {
            return CodeBlock.of("$T::readStrongBinder", Api.PARCEL);
        }
    }

    /** Another binder interface: the reference of its object. */
    record Interface(ClassName typeName, ClassName stub, boolean nullable) implements Element {
        @Override
        public void addTo(Bound bound, String variable) {
            bound.add(CodeBlock.of("$T.BINDER_SIZE", Api.PARCEL));
        }

        /** {@code asBinder()} is user code: for a value that is written at a claim it is called before the claim. */
        CodeBlock binderOf(String variable) {
            return nullable
                    ? CodeBlock.of("$N == null ? null : $N.asBinder()", variable, variable)
                    : CodeBlock.of("$N.asBinder()", variable);
        }

        @Override
        public CodeBlock write(CodeBlock parcel, CodeBlock value) {
            return CodeBlock.of("$L.writeStrongInterface($L)", parcel, value);
        }

        @Override
        public CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            CodeBlock binder = checked(CodeBlock.of("$L.readStrongBinder()", parcel), this, nullMessage);
            return CodeBlock.of("$T.$N($L)", stub, nullable ? "asInterfaceOrNull" : "asInterface", binder);
        }

        @Override
        public CodeBlock writer() {
            return CodeBlock.of("$T::writeStrongInterface", Api.PARCEL);
        }

        @Override
        public CodeBlock reader(ReadScope scope) {
            String parcel = scope.names().inner().take("parcel", "from");
            return CodeBlock.of("$N -> $T.asInterfaceOrNull($N.readStrongBinder())", parcel, stub, parcel);
        }
    }

    /** An enum: its ordinal. */
    record EnumConstant(ClassName typeName, boolean nullable) implements Element {
        @Override
        public void addTo(Bound bound, String variable) {
            bound.add(Integer.BYTES);
        }

        @Override
        public CodeBlock write(CodeBlock parcel, CodeBlock value) {
            return CodeBlock.of("$L.writeEnum($L)", parcel, value);
        }

        @Override
        public CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            CodeBlock value =
                    CodeBlock.of("$L.readEnum($N)", parcel, scope.enums().constantsOf(typeName));
            return checked(value, this, nullMessage);
        }

        @Override
        public CodeBlock writer() {
            return CodeBlock.of("$T::writeEnum", Api.PARCEL);
        }

        @Override
        public CodeBlock reader(ReadScope scope) {
            String parcel = scope.names().inner().take("parcel", "from");
            return CodeBlock.of(
                    "$N -> $N.readEnum($N)", parcel, parcel, scope.enums().constantsOf(typeName));
        }
    }

    /** A {@code @Parcelable} record: its components, by the {@code codec} that is generated beside it. */
    record ParcelableRecord(ClassName typeName, ClassName codec, boolean nullable) implements Element {
        /** Accessors are user code, which must not run under an open claim. */
        @Override
        public void addTo(Bound bound, String variable) {
            bound.setUnknown();
        }

        @Override
        public CodeBlock write(CodeBlock parcel, CodeBlock value) {
            return CodeBlock.of("$T.$N($L, $L)", codec, nullable ? "writeNullable" : "write", parcel, value);
        }

        @Override
        public CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            return CodeBlock.of("$T.$N($L)", codec, nullable ? "readNullable" : "read", parcel);
        }

        @Override
        public CodeBlock writer() {
            return CodeBlock.of("$T::write", codec);
        }

        @Override
        public CodeBlock reader(ReadScope scope) {
            return CodeBlock.of("$T::read", codec);
        }
    }

    /** A list. */
    record ListOf(Element element, boolean nullable) implements WireType {
        @Override
        public TypeName typeName() {
            return ParameterizedTypeName.get(ClassName.get(List.class), element.typeName());
        }

        /** A list may be of any class: its methods are user code. */
        @Override
        public void addTo(Bound bound, String variable) {
            bound.setUnknown();
        }

        @Override
        public CodeBlock write(CodeBlock parcel, CodeBlock value) {
            return CodeBlock.of("$L.writeList($L, $L)", parcel, value, element.writer());
        }

        @Override
        public CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            return checked(CodeBlock.of("$L.readList($L)", parcel, element.reader(scope)), this, nullMessage);
        }
    }

    /** An array of references; arrays of primitives are {@link Builtin}. */
    record ArrayOf(Element element, boolean nullable) implements WireType {
        @Override
        public TypeName typeName() {
            return ArrayTypeName.of(element.typeName());
        }

        @Override
        public void addTo(Bound bound, String variable) {
            bound.setUnknown();
        }

        @Override
        public CodeBlock write(CodeBlock parcel, CodeBlock value) {
            return CodeBlock.of("$L.writeArray($L, $L)", parcel, value, element.writer());
        }

        @Override
        public CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            CodeBlock array = CodeBlock.of("$T[]::new", element.typeName());
            return checked(
                    CodeBlock.of("$L.readArray($L, $L)", parcel, array, element.reader(scope)), this, nullMessage);
        }
    }
}
