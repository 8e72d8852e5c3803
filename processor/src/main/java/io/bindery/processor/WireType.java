package io.bindery.processor;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import org.jspecify.annotations.Nullable;

/** A type that can travel, and the expressions that write it to a parcel and read it from one. */
interface WireType {
    /** The type without its annotations. */
    TypeName typeName();

    boolean nullable();

    /** Adds the bytes that the value of a variable takes. */
    default void addTo(Bound bound, String variable) {
        bound.setUnknown();
    }

    /** Writes {@code value}, of which the caller has checked that it is not null where it must not be. */
    CodeBlock write(CodeBlock parcel, CodeBlock value, Names names);

    /** Reads a value; {@code nullMessage} is the error if null was sent and must not be. */
    CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage);

    /** What stands for a value that an older sender did not send; null if there is nothing, and reading it fails. */
    @Nullable
    CodeBlock defaultValue(ReadScope scope);

    default boolean mustNotBeNull() {
        return !nullable() && !typeName().isPrimitive();
    }

    /** What can also be an element of a list, an array or a map, where it is never null. */
    interface Element extends WireType {
        /** A function of a parcel and an element. */
        CodeBlock writer(Names names);

        /** A function of a parcel that returns an element. */
        CodeBlock reader(ReadScope scope);
    }

    /** What reading needs around it: free names, and fields that hold the constants of enums. */
    record ReadScope(Names names, EnumFields enums) {}

    /** Wraps the reading of {@code type} so that null is refused where it must not be. */
    static CodeBlock checked(CodeBlock value, WireType type, String nullMessage) {
        return type.mustNotBeNull() ? Messages.required(value, nullMessage) : value;
    }

    /**
     * What {@code Parcel} itself writes and reads.
     *
     * @param bytes what every value takes, or 0 if {@code Parcel.sizeOf} tells
     * @param empty the value that stands for one which is missing; null if none can
     */
    record Builtin(
            TypeName typeName,
            String writeMethod,
            String readMethod,
            int bytes,
            @Nullable CodeBlock empty,
            boolean nullable)
            implements Element {
        /** The same as an element, where generics want the box of a primitive. */
        Builtin boxed() {
            return new Builtin(typeName.box(), writeMethod, readMethod, bytes, empty, nullable);
        }

        @Override
        public void addTo(Bound bound, String variable) {
            if (bytes != 0) {
                bound.add(bytes);
            } else {
                bound.add(CodeBlock.of("$T.sizeOf($N)", Api.PARCEL, variable));
            }
        }

        @Override
        public CodeBlock write(CodeBlock parcel, CodeBlock value, Names names) {
            return CodeBlock.of("$L.$N($L)", parcel, writeMethod, value);
        }

        @Override
        public CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            return checked(CodeBlock.of("$L.$N()", parcel, readMethod), this, nullMessage);
        }

        @Override
        public @Nullable CodeBlock defaultValue(ReadScope scope) {
            return nullable ? CodeBlock.of("null") : empty;
        }

        @Override
        public CodeBlock writer(Names names) {
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
        public CodeBlock write(CodeBlock parcel, CodeBlock value, Names names) {
            return CodeBlock.of("$L.writeStrongBinder($L)", parcel, value);
        }

        @Override
        public CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            return checked(CodeBlock.of("$L.readStrongBinder()", parcel), this, nullMessage);
        }

        @Override
        public @Nullable CodeBlock defaultValue(ReadScope scope) {
            return nullable ? CodeBlock.of("null") : null;
        }

        @Override
        public CodeBlock writer(Names names) {
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
        public CodeBlock write(CodeBlock parcel, CodeBlock value, Names names) {
            return CodeBlock.of("$L.writeStrongInterface($L)", parcel, value);
        }

        @Override
        public CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            CodeBlock binder = checked(CodeBlock.of("$L.readStrongBinder()", parcel), this, nullMessage);
            return CodeBlock.of("$T.$N($L)", stub, nullable ? "asInterfaceOrNull" : "asInterface", binder);
        }

        @Override
        public @Nullable CodeBlock defaultValue(ReadScope scope) {
            return nullable ? CodeBlock.of("null") : null;
        }

        @Override
        public CodeBlock writer(Names names) {
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
        public CodeBlock write(CodeBlock parcel, CodeBlock value, Names names) {
            return CodeBlock.of("$L.writeEnum($L)", parcel, value);
        }

        @Override
        public CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            CodeBlock value =
                    CodeBlock.of("$L.readEnum($N)", parcel, scope.enums().constantsOf(typeName));
            return checked(value, this, nullMessage);
        }

        @Override
        public CodeBlock defaultValue(ReadScope scope) {
            return nullable
                    ? CodeBlock.of("null")
                    : CodeBlock.of("$N[0]", scope.enums().constantsOf(typeName));
        }

        @Override
        public CodeBlock writer(Names names) {
            return CodeBlock.of("$T::writeEnum", Api.PARCEL);
        }

        @Override
        public CodeBlock reader(ReadScope scope) {
            String parcel = scope.names().inner().take("parcel", "from");
            return CodeBlock.of(
                    "$N -> $N.readEnum($N)", parcel, parcel, scope.enums().constantsOf(typeName));
        }
    }
}
