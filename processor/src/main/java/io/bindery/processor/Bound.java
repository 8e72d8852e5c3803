package io.bindery.processor;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/** The most bytes that some values take in a parcel: a constant and terms, or not known before they are written. */
final class Bound {
    private final List<CodeBlock> terms = new ArrayList<>();
    private int constant;
    private boolean known = true;

    void add(int bytes) {
        constant += bytes;
    }

    void add(CodeBlock term) {
        terms.add(term);
    }

    void setUnknown() {
        known = false;
    }

    boolean isKnown() {
        return known;
    }

    /** Whether the bound is a number that can stand in an argument list without harm to the reader. */
    boolean isConstant() {
        return known && terms.isEmpty();
    }

    /** The bound as an expression, {@code Call.UNBOUNDED} if it is not known. */
    CodeBlock expression() {
        if (!known) {
            return CodeBlock.of("$T.UNBOUNDED", Api.CALL);
        }
        List<CodeBlock> summands = new ArrayList<>();
        if (constant != 0 || terms.isEmpty()) {
            summands.add(CodeBlock.of("$L", constant));
        }
        summands.addAll(terms);
        return CodeBlock.join(summands, "$W+ ");
    }
}
