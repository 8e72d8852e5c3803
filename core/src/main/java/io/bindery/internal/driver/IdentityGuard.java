package io.bindery.internal.driver;

import io.bindery.Binder;
import org.jspecify.annotations.Nullable;

/** While it is open, its call does not read the calling identity. */
final class IdentityGuard implements Binder.CallContextGuard {
    final String reason;
    private final CallScope scope;
    private final @Nullable IdentityGuard outer;
    private boolean open = true;

    IdentityGuard(String reason, CallScope scope) {
        this.reason = reason;
        this.scope = scope;
        outer = scope.guard;
        scope.guard = this;
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        if (scope != ThreadState.current().scope || scope.guard != this) {
            throw new IllegalStateException(
                    "a guard is closed by the thread and in the call that opened it, the last one" + " first: reason="
                            + reason);
        }
        open = false;
        scope.guard = outer;
    }
}
