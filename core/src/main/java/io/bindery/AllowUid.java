package io.bindery;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Only processes of these users, and of the groups of an {@link AllowGid} beside it, may call the method; on an interface:
 * all methods that do not have a rule of their own. The generated stub asks the kernel's word on the caller before it
 * decodes any argument. Others get a {@link SecurityException} that names uid, method and rule; of a oneway call, it is
 * logged at the callee. A transaction made in the owner's process counts as one of its own uid; what an implementation
 * does with its own methods is not looked at.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface AllowUid {
    /** Names of users, or their numbers. A name that the machine does not know admits nobody. */
    String[] value();
}
