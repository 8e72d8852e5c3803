package io.bindery.processor;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import io.bindery.processor.UnionReader.UnionModel;
import java.io.IOException;
import java.util.List;
import javax.annotation.processing.Filer;
import javax.lang.model.SourceVersion;

/** Writes the codec of a sealed interface of records: the place of the case among those permitted, and the record. */
final class UnionWriter {
    private final UnionModel model;
    private final CodecClass codec;

    UnionWriter(UnionModel model, SourceStyle style) {
        this.model = model;
        this.codec = new CodecClass(model.element(), model.isPublic(), style);
    }

    void write(Filer filer) throws IOException {
        codec.end(codec.begin(), write(), read(), filer);
    }

    private MethodSpec write() {
        MethodSpec.Builder write =
                codec.write("Writes which case it is, and then the record.\n").beginControlFlow("switch (value)");
        Names names = new Names(List.of("parcel", "value"));
        int tag = 0;
        for (ClassName each : model.cases()) {
            String name = names.take(variable(each));
            write.beginControlFlow("case $T $N ->", each, name)
                    .addStatement("parcel.writeInt($L)", tag++)
                    .addStatement("$T.write(parcel, $N)", Names.generated(each, "Parcel"), name)
                    .endControlFlow();
        }
        return write.endControlFlow().build();
    }

    private static String variable(ClassName type) {
        String name = type.simpleName();
        String variable = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        return SourceVersion.isKeyword(variable) ? variable + "Case" : variable;
    }

    private MethodSpec read() {
        MethodSpec.Builder read = codec.read("Reads what {@link #write} wrote.\n")
                .addStatement("int tag = parcel.readInt()")
                .addCode("return switch (tag) {\n$>");
        int tag = 0;
        for (ClassName each : model.cases()) {
            read.addStatement("case $L -> $T.read(parcel)", tag++, Names.generated(each, "Parcel"));
        }
        return read.addStatement(
                        "default -> throw new $T($S + tag + $S)",
                        Api.BAD_PARCELABLE_EXCEPTION,
                        model.name().simpleName() + " has no case of this tag: tag=",
                        " cases=" + model.cases().size() + "; the sender has a later version of it")
                .addCode("$<};\n")
                .build();
    }
}
