/** Annotation processor that turns a Binder interface into its stub and proxy. */
module io.bindery.processor {
    requires java.compiler;
    requires com.palantir.javapoet;
    requires static org.jspecify;

    provides javax.annotation.processing.Processor with
            io.bindery.processor.BinderProcessor;
}
