package io.bindery.internal.session;

import io.bindery.RemoteException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A lane that the peer has been asked to accept. */
public final class PendingLane {
    public final int kind;

    /** What this side has made for it already. */
    public final @Nullable Object own;

    private final Runnable dispose;
    private final CompletableFuture<Object> result = new CompletableFuture<>();

    /** @param dispose frees {@code own} if nothing comes of it */
    PendingLane(int kind, @Nullable Object own, Runnable dispose) {
        this.kind = kind;
        this.own = own;
        this.dispose = dispose;
    }

    /** The lane, once the peer has answered. */
    CompletableFuture<Object> result() {
        return result;
    }

    /** The peer has accepted it. */
    public void complete(Object lane) {
        result.complete(lane);
    }

    /** Nothing comes of it. */
    public void fail(RemoteException reason) {
        dispose.run();
        result.completeExceptionally(reason);
    }
}
