package io.bindery.processor;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import io.bindery.processor.EnumReader.EnumModel;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import javax.annotation.processing.Filer;
import javax.lang.model.type.TypeKind;

/** Writes the codec of an enum whose constants have numbers. */
final class EnumWriter {
    private final EnumModel model;
    private final CodecClass codec;
    private final String primitive;
    private final String suffix;

    EnumWriter(EnumModel model, SourceStyle style) {
        this.model = model;
        this.codec = new CodecClass(model.element(), model.isPublic(), style);
        this.primitive = model.backing().toString().toLowerCase(Locale.ROOT);
        this.suffix = Names.capitalized(primitive);
    }

    void write(Filer filer) throws IOException {
        codec.end(codec.begin(), write(), read(), filer);
    }

    private CodeBlock literal(long number) {
        return CodeBlock.of(model.backing() == TypeKind.LONG ? "$LL" : "$L", number);
    }

    private MethodSpec write() {
        MethodSpec.Builder write = codec.write("Writes the number of the constant.\n")
                .addCode("$L number = switch (value) {\n$>", primitive);
        for (Map.Entry<String, Long> constant : model.numbers().entrySet()) {
            write.addStatement("case $N -> $L", constant.getKey(), literal(constant.getValue()));
        }
        return write.addCode("$<};\n")
                .addStatement("parcel.write$L(number)", suffix)
                .build();
    }

    private MethodSpec read() {
        MethodSpec.Builder read = codec.read("Reads what {@link #write} wrote.\n")
                .addStatement("$L number = parcel.read$L()", primitive, suffix);
        if (model.backing() == TypeKind.LONG) {
            for (Map.Entry<String, Long> constant : model.numbers().entrySet()) {
                read.beginControlFlow("if (number == $L)", literal(constant.getValue()))
                        .addStatement("return $T.$N", model.name(), constant.getKey())
                        .endControlFlow();
            }
            return read.addStatement(unknown()).build();
        }
        read.addCode("return switch (number) {\n$>");
        for (Map.Entry<String, Long> constant : model.numbers().entrySet()) {
            read.addStatement("case $L -> $T.$N", literal(constant.getValue()), model.name(), constant.getKey());
        }
        return read.addStatement("default -> $L", unknown()).addCode("$<};\n").build();
    }

    private CodeBlock unknown() {
        return CodeBlock.of(
                "throw new $T($S + number + $S)",
                Api.BAD_PARCELABLE_EXCEPTION,
                model.name().simpleName() + " has no constant of this number: number=",
                "; the sender has a later version of it");
    }
}
