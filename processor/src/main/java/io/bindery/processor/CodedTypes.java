package io.bindery.processor;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import io.bindery.processor.WireType.ReadScope;
import org.jspecify.annotations.Nullable;

/** Types that bring the code by which they travel. */
final class CodedTypes {
    private CodedTypes() {}

    /** What travels by the methods of a codec that is generated beside it. */
    interface Coded extends WireType.Element {
        ClassName codec();

        @Override
        default CodeBlock write(CodeBlock parcel, CodeBlock value, Names names) {
            return CodeBlock.of("$T.$N($L, $L)", codec(), nullable() ? "writeNullable" : "write", parcel, value);
        }

        @Override
        default CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            return CodeBlock.of("$T.$N($L)", codec(), nullable() ? "readNullable" : "read", parcel);
        }

        @Override
        default CodeBlock writer(Names names) {
            return CodeBlock.of("$T::write", codec());
        }

        @Override
        default CodeBlock reader(ReadScope scope) {
            return CodeBlock.of("$T::read", codec());
        }
    }

    /** A {@code @Parcelable} record or union, whose accessors are user code that must not run under an open claim. */
    record Value(ClassName typeName, ClassName codec, boolean isRecord, boolean nullable) implements Coded {
        /** A record that is missing is read as an empty one, all its components missing. */
        @Override
        public @Nullable CodeBlock defaultValue(ReadScope scope) {
            return nullable ? CodeBlock.of("null") : null;
        }
    }

    /**
     * An enum marked {@code @Backing}: a number for each constant.
     *
     * @param first its first constant
     */
    record BackedEnum(ClassName typeName, ClassName codec, String first, int bytes, boolean nullable) implements Coded {
        @Override
        public void addTo(Bound bound, String variable) {
            bound.add(nullable ? Integer.BYTES + bytes : bytes);
        }

        @Override
        public CodeBlock defaultValue(ReadScope scope) {
            return nullable ? CodeBlock.of("null") : CodeBlock.of("$T.$N", typeName, first);
        }
    }

    /** A class that implements {@code MutableParcelable}: what it writes, after its size. */
    record MutableObject(ClassName typeName, boolean nullable) implements WireType.Element {
        @Override
        public CodeBlock write(CodeBlock parcel, CodeBlock value, Names names) {
            return nullable
                    ? CodeBlock.of("$L.writeNullable($L, $T::writeObject)", parcel, value, Api.PARCEL)
                    : CodeBlock.of("$L.writeObject($L)", parcel, value);
        }

        @Override
        public CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            return nullable
                    ? CodeBlock.of("$L.readNullable($L)", parcel, reader(scope))
                    : CodeBlock.of("$L.readObject(new $T())", parcel, typeName);
        }

        @Override
        public @Nullable CodeBlock defaultValue(ReadScope scope) {
            return nullable ? CodeBlock.of("null") : null;
        }

        @Override
        public CodeBlock writer(Names names) {
            return CodeBlock.of("$T::writeObject", Api.PARCEL);
        }

        @Override
        public CodeBlock reader(ReadScope scope) {
            String parcel = scope.names().inner().take("parcel", "from");
            return CodeBlock.of("$N -> $N.readObject(new $T())", parcel, parcel, typeName);
        }
    }

    /** A {@code ParcelableHolder}: a value of a type that is not known yet. */
    record Holder(boolean nullable) implements WireType.Element {
        @Override
        public TypeName typeName() {
            return Api.PARCELABLE_HOLDER;
        }

        @Override
        public CodeBlock write(CodeBlock parcel, CodeBlock value, Names names) {
            return nullable
                    ? CodeBlock.of("$L.writeNullable($L, $T::writeHolder)", parcel, value, Api.PARCEL)
                    : CodeBlock.of("$L.writeHolder($L)", parcel, value);
        }

        @Override
        public CodeBlock read(CodeBlock parcel, ReadScope scope, String nullMessage) {
            return nullable
                    ? CodeBlock.of("$L.readNullable($T::readHolder)", parcel, Api.PARCEL)
                    : CodeBlock.of("$L.readHolder()", parcel);
        }

        @Override
        public @Nullable CodeBlock defaultValue(ReadScope scope) {
            return nullable ? CodeBlock.of("null") : null;
        }

        @Override
        public CodeBlock writer(Names names) {
            return CodeBlock.of("$T::writeHolder", Api.PARCEL);
        }

        @Override
        public CodeBlock reader(ReadScope scope) {
            return CodeBlock.of("$T::readHolder", Api.PARCEL);
        }
    }
}
