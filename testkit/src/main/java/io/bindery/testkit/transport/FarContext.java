package io.bindery.testkit.transport;

import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import java.io.IOException;

/** Another context of this process that listens at an address. */
public final class FarContext implements Far {
    private final BinderContext context;
    private final String address;

    private FarContext(BinderContext context, String address) {
        this.context = context;
        this.address = address;
    }

    /** Opens it; it listens on return. */
    public static FarContext start(String address) throws IOException {
        BinderContext context = ConformanceRoot.context("far").open();
        context.listen(address, new ConformanceRoot(() -> Thread.ofPlatform().start(context::close)));
        return new FarContext(context, address);
    }

    @Override
    public IBinder connect(BinderContext context) throws RemoteException {
        return context.connect(address);
    }

    @Override
    public int pid() {
        return (int) ProcessHandle.current().pid();
    }

    @Override
    public void kill() {
        throw new IllegalStateException("it is this process");
    }

    @Override
    public void close() {
        context.close();
    }
}
