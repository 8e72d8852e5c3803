package io.bindery.processor;

import com.palantir.javapoet.ClassName;
import java.util.List;
import javax.lang.model.element.TypeElement;

/** A {@code @Parcelable} record that has been found correct. */
record RecordModel(TypeElement element, boolean isPublic, List<InterfaceModel.Value> components) {
    ClassName name() {
        return ClassName.get(element);
    }
}
