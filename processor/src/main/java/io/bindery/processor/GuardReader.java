package io.bindery.processor;

import io.bindery.processor.InterfaceModel.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** Reads {@code @AllowUid} and {@code @AllowGid}. */
final class GuardReader {
    /** What {@code useradd} takes, and what directory services make of it. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.@-]*\\$?");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
    private static final long LARGEST_ID = 0xffff_fffeL;

    private final Diagnostics diagnostics;

    GuardReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Returns the rule that stands at a method or an interface, or null. */
    @Nullable
    Guard read(Element at, String where) {
        boolean present = Annotations.isPresent(at, Api.ALLOW_UID) || Annotations.isPresent(at, Api.ALLOW_GID);
        return present ? new Guard(ids(at, Api.ALLOW_UID, where), ids(at, Api.ALLOW_GID, where)) : null;
    }

    private List<String> ids(Element at, String annotation, String where) {
        if (!Annotations.isPresent(at, annotation)) {
            return List.of();
        }
        String shortName = "@" + annotation.substring(annotation.lastIndexOf('.') + 1);
        List<String> ids = new ArrayList<>();
        for (String id : strings(Annotations.value(at, annotation, "value").orElse(List.of()))) {
            boolean valid = NUMBER.matcher(id).matches()
                    ? Long.parseLong(id) <= LARGEST_ID
                    : NAME.matcher(id).matches();
            if (!valid) {
                diagnostics.error(
                        at,
                        where + ": " + shortName + " names neither a number nor a name of the system: value=\"" + id
                                + "\"; as in " + shortName + "({\"0\", \"trader\"})");
            }
            ids.add(id);
        }
        if (ids.isEmpty()) {
            diagnostics.error(at, where + ": " + shortName + " admits nobody: name at least one, or remove the method");
        }
        return ids;
    }

    private static List<String> strings(Object value) {
        List<String> strings = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof AnnotationValue annotationValue) {
                    strings.add(String.valueOf(annotationValue.getValue()));
                }
            }
        }
        return strings;
    }
}
