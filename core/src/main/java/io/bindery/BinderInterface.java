package io.bindery;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface that extends {@link IInterface}: the annotation processor generates {@code …Stub} and
 * {@code …Proxy} beside it. Each method must declare {@code throws RemoteException}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface BinderInterface {
    /** The descriptor that identifies the interface on the wire; by default its qualified name. */
    String descriptor() default "";
}
