package io.bindery.internal.driver;

import io.bindery.BinderContext;

/** What tests may know of a context that its users need not. */
public final class DriverInspection {
    private DriverInspection() {}

    /** How many objects of this process others hold. */
    public static int exportedObjects(BinderContext context) {
        return ((DriverContext) context).nodes().count();
    }

    /** For how long its looper looks before it sleeps, in nanoseconds. */
    public static long looperSpinNs(BinderContext context) {
        return ((DriverContext) context).loopers().spinNs();
    }
}
