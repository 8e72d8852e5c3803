package io.bindery.processor;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.io.IOException;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/** What the codecs of records, unions and enums have in common. */
final class CodecClass {
    private final ClassName type;
    private final ClassName codec;
    private final String qualifiedName;
    private final boolean isPublic;
    private final SourceStyle style;

    CodecClass(TypeElement element, boolean isPublic, SourceStyle style) {
        this.type = ClassName.get(element);
        this.codec = Names.generated(type, "Parcel");
        this.qualifiedName = element.getQualifiedName().toString();
        this.isPublic = isPublic;
        this.style = style;
    }

    TypeSpec.Builder begin() {
        TypeSpec.Builder builder = TypeSpec.classBuilder(codec)
                .addJavadoc("Writes {@link $T} to a parcel and reads it back.\n", type)
                .addModifiers(Modifier.FINAL);
        if (isPublic) {
            builder.addModifiers(Modifier.PUBLIC);
        }
        return builder;
    }

    /** The codec as an object, for holders and for values with their type. */
    FieldSpec codecField() {
        FieldSpec.Builder field = FieldSpec.builder(
                        ParameterizedTypeName.get(Api.PARCEL_CODEC, type), "CODEC", Modifier.STATIC, Modifier.FINAL)
                .addJavadoc("For holders, and where values say of which type they are.\n")
                .initializer(
                        "new $T<>($S, $T.class, $T::write, $T::read)",
                        Api.PARCEL_CODEC,
                        qualifiedName,
                        type,
                        codec,
                        codec);
        if (isPublic) {
            field.addModifiers(Modifier.PUBLIC);
        }
        return field.build();
    }

    MethodSpec constructor() {
        return MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build();
    }

    MethodSpec.Builder write(String javadoc) {
        return method("write")
                .addJavadoc(javadoc)
                .addParameter(Api.PARCEL, "parcel")
                .addParameter(type, "value");
    }

    MethodSpec.Builder read(String javadoc) {
        return method("read").addJavadoc(javadoc).returns(type).addParameter(Api.PARCEL, "parcel");
    }

    MethodSpec writeNullable() {
        return method("writeNullable")
                .addJavadoc("Writes whether there is a value, and then the value.\n")
                .addParameter(Api.PARCEL, "parcel")
                .addParameter(style.nullable(type), "value")
                .addStatement("parcel.writeBoolean(value != null)")
                .beginControlFlow("if (value != null)")
                .addStatement("write(parcel, value)")
                .endControlFlow()
                .build();
    }

    MethodSpec readNullable() {
        return method("readNullable")
                .addJavadoc("Reads what {@link #writeNullable} wrote.\n")
                .returns(style.nullable(type))
                .addParameter(Api.PARCEL, "parcel")
                .addStatement("return parcel.readBoolean() ? read(parcel) : null")
                .build();
    }

    void end(TypeSpec.Builder builder, MethodSpec write, MethodSpec read, Filer filer) throws IOException {
        builder.addField(codecField())
                .addMethod(constructor())
                .addMethod(write)
                .addMethod(read)
                .addMethod(writeNullable())
                .addMethod(readNullable());
        style.write(builder, codec.packageName(), filer);
    }

    private MethodSpec.Builder method(String name) {
        MethodSpec.Builder method =
                MethodSpec.methodBuilder(name).addModifiers(Modifier.STATIC).returns(TypeName.VOID);
        if (isPublic) {
            method.addModifiers(Modifier.PUBLIC);
        }
        return method;
    }
}
