package io.bindery;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Only processes whose effective group, or one of whose supplementary groups, is among these may call, and those of the
 * users of an {@link AllowUid} beside it, which has the rest of the rules.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface AllowGid {
    /** Names of groups, or their numbers. A name that the machine does not know admits nobody. */
    String[] value();
}
