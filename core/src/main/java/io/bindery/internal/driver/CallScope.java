package io.bindery.internal.driver;

import io.bindery.WorkSource;
import org.jspecify.annotations.Nullable;

/**
 * What is rarely set for the call that a thread is handling, or for the thread outside any call: changes of the calling
 * identity, the work source, and limits of its calls. It ends with the call; nothing of it reaches the handlers of nested calls. As long as
 * nothing is set there is none.
 *
 * <p><b>Threading:</b> the thread that handles the call.
 */
final class CallScope {
    /** Whether the identity of the caller has been replaced by that of this process. */
    boolean identityCleared;

    WorkSource workSource = WorkSource.NONE;

    /** The innermost guard against reading the calling identity. */
    @Nullable
    IdentityGuard guard;

    /** The innermost limit of the calls that are made here. */
    @Nullable
    DriverCallLimit limit;

    /** Whether nothing is set any more. */
    boolean isEmpty() {
        return !identityCleared && workSource.equals(WorkSource.NONE) && guard == null && limit == null;
    }
}
