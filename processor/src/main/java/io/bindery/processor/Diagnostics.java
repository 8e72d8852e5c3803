package io.bindery.processor;

import javax.annotation.processing.Messager;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic;

/** Compile errors, each at the element that has to change. */
final class Diagnostics {
    private final Messager messager;
    private int errors;

    Diagnostics(Messager messager) {
        this.messager = messager;
    }

    void error(Element at, String message) {
        errors++;
        messager.printMessage(Diagnostic.Kind.ERROR, message, at);
    }

    int errors() {
        return errors;
    }
}
