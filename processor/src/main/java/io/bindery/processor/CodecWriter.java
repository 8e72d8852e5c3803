package io.bindery.processor;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import io.bindery.processor.InterfaceModel.Value;
import io.bindery.processor.WireType.ReadScope;
import java.io.IOException;
import java.util.List;
import javax.annotation.processing.Filer;

/** Writes the codec of a record: a sized value of its components in their order, so that some may be added at the end. */
final class CodecWriter {
    private final RecordModel model;
    private final CodecClass codec;
    private final EnumFields enums = new EnumFields(new Names(List.of("CODEC")));

    CodecWriter(RecordModel model, SourceStyle style) {
        this.model = model;
        this.codec = new CodecClass(model.element(), model.isPublic(), style);
    }

    void write(Filer filer) throws IOException {
        TypeSpec.Builder builder = codec.begin();
        MethodSpec read = read();
        enums.specs().forEach(builder::addField);
        codec.end(builder, write(), read, filer);
    }

    private MethodSpec write() {
        MethodSpec.Builder write = codec.write("Writes the components in their order, after their size.\n");
        Names names = new Names(List.of("parcel", "value", "begin"));
        write.addStatement("int begin = parcel.beginWriteSized()");
        for (Value component : model.components()) {
            CodeBlock value = CodeBlock.of("value.$N()", component.name());
            if (component.type().mustNotBeNull()) {
                value = Messages.required(value, Messages.nullComponent(model, component));
            }
            write.addStatement(component.type().write(CodeBlock.of("parcel"), value, names));
        }
        return write.addStatement("parcel.endWriteSized(begin)").build();
    }

    private MethodSpec read() {
        ReadScope scope = new ReadScope(new Names(List.of("parcel", "outer", "value")), enums);
        List<CodeBlock> components = model.components().stream()
                .map(component -> component(component, scope))
                .toList();
        return codec.read("""
                        Reads what {@link #write} wrote, or an older or newer version of it: components that are missing at
                        the end get their defaults, what follows them is skipped.
                        """)
                .addStatement("int outer = parcel.beginReadSized()")
                .addCode("$T value = new $T(\n$>$>", model.name(), model.name())
                .addCode(CodeBlock.join(components, ",\n"))
                .addCode(");\n$<$<")
                .addStatement("parcel.endReadSized(outer)")
                .addStatement("return value")
                .build();
    }

    private CodeBlock component(Value component, ReadScope scope) {
        CodeBlock read = component.type().read(CodeBlock.of("parcel"), scope, Messages.nullComponent(model, component));
        CodeBlock missing = component.type().defaultValue(scope);
        if (missing == null) {
            return read;
        }
        return component.type().typeName().equals(TypeName.BOOLEAN)
                ? CodeBlock.of("parcel.hasNext() && $L", read)
                : CodeBlock.of("parcel.hasNext() ? $L : $L", read, missing);
    }
}
