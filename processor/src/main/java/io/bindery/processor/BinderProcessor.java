package io.bindery.processor;

import io.bindery.processor.EnumReader.EnumModel;
import io.bindery.processor.UnionReader.UnionModel;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/**
 * Generates stub and proxy of each {@code @BinderInterface}, and the codec of each {@code @Parcelable} record and sealed
 * interface and of each {@code @Backing} enum. Found by
 * {@link java.util.ServiceLoader}; has no options.
 */
@SupportedAnnotationTypes({Api.BACKING, Api.BINDER_INTERFACE, Api.PARCELABLE})
public final class BinderProcessor extends AbstractProcessor {
    /** Names of types that refer to what another processor has yet to generate. */
    private final Set<String> deferred = new LinkedHashSet<>();

    /** For {@link java.util.ServiceLoader}. */
    public BinderProcessor() {}

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        if (round.processingOver()) {
            return false; // what is still deferred refers to types that do not exist: the compiler says so
        }
        Elements elements = processingEnv.getElementUtils();
        Set<TypeElement> due = new LinkedHashSet<>();
        for (String name : deferred) {
            due.add(elements.getTypeElement(name));
        }
        deferred.clear();
        for (TypeElement annotation : annotations) {
            for (Element element : round.getElementsAnnotatedWith(annotation)) {
                due.add((TypeElement) element);
            }
        }
        for (TypeElement type : due) {
            if (MissingTypes.isIn(type)) {
                deferred.add(type.getQualifiedName().toString());
            } else {
                generate(type);
            }
        }
        return false;
    }

    private void generate(TypeElement type) {
        Elements elements = processingEnv.getElementUtils();
        Diagnostics diagnostics = new Diagnostics(processingEnv.getMessager());
        Filer filer = processingEnv.getFiler();
        SourceStyle style = new SourceStyle(elements, type);
        try {
            if (Annotations.isPresent(type, Api.BINDER_INTERFACE)) {
                InterfaceModel model =
                        new InterfaceReader(elements, processingEnv.getTypeUtils(), diagnostics).read(type);
                if (model != null) {
                    new StubWriter(model, style).write(filer);
                    new ProxyWriter(model, style).write(filer);
                    new CompanionWriter(model, style).write(filer);
                }
            }
            if (Annotations.isPresent(type, Api.PARCELABLE)) {
                writeCodec(type, style, diagnostics);
            }
            if (Annotations.isPresent(type, Api.BACKING)) {
                EnumModel model = new EnumReader(diagnostics).read(type);
                if (model != null) {
                    new EnumWriter(model, style).write(filer);
                }
            }
        } catch (IOException e) {
            diagnostics.error(
                    type, "cannot write what is generated for " + type.getQualifiedName() + ": " + e.getMessage());
        }
    }

    private void writeCodec(TypeElement type, SourceStyle style, Diagnostics diagnostics) throws IOException {
        if (type.getKind() == ElementKind.INTERFACE && type.getModifiers().contains(Modifier.SEALED)) {
            UnionModel model = new UnionReader(diagnostics).read(type);
            if (model != null) {
                new UnionWriter(model, style).write(processingEnv.getFiler());
            }
            return;
        }
        RecordModel model = new RecordReader(processingEnv.getTypeUtils(), diagnostics).read(type);
        if (model != null) {
            new CodecWriter(model, style).write(processingEnv.getFiler());
        }
    }
}
