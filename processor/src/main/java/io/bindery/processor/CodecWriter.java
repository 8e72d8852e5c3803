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
import javax.lang.model.element.Modifier;

/** Writes the codec of a record: its components in their order, nothing around them. */
final class CodecWriter {
    private final RecordModel model;
    private final SourceStyle style;
    private final EnumFields enums = new EnumFields(new Names(List.of()));

    CodecWriter(RecordModel model, SourceStyle style) {
        this.model = model;
        this.style = style;
    }

    void write(Filer filer) throws IOException {
        TypeSpec.Builder codec = TypeSpec.classBuilder(model.codec())
                .addJavadoc("Writes {@link $T} to a parcel and reads it back.\n", model.name())
                .addModifiers(Modifier.FINAL);
        if (model.isPublic()) {
            codec.addModifiers(Modifier.PUBLIC);
        }
        MethodSpec read = read();
        enums.specs().forEach(codec::addField);
        codec.addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build())
                .addMethod(write())
                .addMethod(read)
                .addMethod(writeNullable())
                .addMethod(readNullable());
        style.write(codec, model.codec().packageName(), filer);
    }

    private MethodSpec write() {
        MethodSpec.Builder write = method("write")
                .addJavadoc("Writes the components in their order.\n")
                .addParameter(Api.PARCEL, "parcel")
                .addParameter(model.name(), "value");
        for (Value component : model.components()) {
            CodeBlock value = CodeBlock.of("value.$N()", component.name());
            if (component.type().mustNotBeNull()) {
                value = Messages.required(value, Messages.nullComponent(model, component));
            }
            write.addStatement(component.type().write(CodeBlock.of("parcel"), value));
        }
        return write.build();
    }

    private MethodSpec read() {
        Names names = new Names(List.of("parcel"));
        List<CodeBlock> components = model.components().stream()
                .map(component -> component
                        .type()
                        .read(
                                CodeBlock.of("parcel"),
                                new ReadScope(names, enums),
                                Messages.nullComponent(model, component)))
                .toList();
        return method("read")
                .addJavadoc("Reads what {@link #write} wrote.\n")
                .returns(model.name())
                .addParameter(Api.PARCEL, "parcel")
                .addCode("return new $T(\n$>$>", model.name())
                .addCode(CodeBlock.join(components, ",\n"))
                .addCode(");\n$<$<")
                .build();
    }

    private MethodSpec writeNullable() {
        return method("writeNullable")
                .addJavadoc("Writes whether there is a value, and then the value.\n")
                .addParameter(Api.PARCEL, "parcel")
                .addParameter(style.nullable(model.name()), "value")
                .addStatement("parcel.writeBoolean(value != null)")
                .beginControlFlow("if (value != null)")
                .addStatement("write(parcel, value)")
                .endControlFlow()
                .build();
    }

    private MethodSpec readNullable() {
        return method("readNullable")
                .addJavadoc("Reads what {@link #writeNullable} wrote.\n")
                .returns(style.nullable(model.name()))
                .addParameter(Api.PARCEL, "parcel")
                .addStatement("return parcel.readBoolean() ? read(parcel) : null")
                .build();
    }

    private MethodSpec.Builder method(String name) {
        MethodSpec.Builder method =
                MethodSpec.methodBuilder(name).addModifiers(Modifier.STATIC).returns(TypeName.VOID);
        if (model.isPublic()) {
            method.addModifiers(Modifier.PUBLIC);
        }
        return method;
    }
}
