package io.bindery.internal;

import io.bindery.BinderContext;
import io.bindery.ContextOptions;
import io.bindery.internal.driver.DriverContext;
import io.bindery.internal.local.LocalTransportProvider;
import io.bindery.internal.shm.ShmTransportProvider;
import java.io.IOException;
import java.util.List;

/** Puts driver and transports together; the only place that knows both. */
public final class Bootstrap {
    private Bootstrap() {}

    /** Opens a context. */
    public static BinderContext open(ContextOptions options) throws IOException {
        return DriverContext.open(options, List.of(new ShmTransportProvider(), new LocalTransportProvider()));
    }
}
