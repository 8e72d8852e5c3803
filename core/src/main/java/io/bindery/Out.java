package io.bindery;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The implementation fills the parameter: only its length goes there, and what it then holds comes back. For arrays, whose
 * length stays, and for {@link MutableParcelable} classes. On a local call it is the caller's object itself.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.PARAMETER)
public @interface Out {}
