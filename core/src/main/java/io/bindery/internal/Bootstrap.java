package io.bindery.internal;

import io.bindery.BinderContext;
import io.bindery.ContextOptions;
import io.bindery.internal.driver.DriverContext;
import io.bindery.internal.shm.ShmTransport;
import java.io.IOException;

/** Puts driver and transport together; the only place that knows both. */
public final class Bootstrap {
    private Bootstrap() {}

    /** Opens a context over shared memory. */
    public static BinderContext open(ContextOptions options) throws IOException {
        return DriverContext.open(options, ShmTransport::new);
    }
}
