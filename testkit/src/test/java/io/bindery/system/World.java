package io.bindery.system;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.RemoteException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** The processes of one test, in a directory of their own. The first to be opened hosts the {@link Hub}. */
public final class World implements AutoCloseable {
    public static final String CONTEXT = "system";

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Path home;
    private final String transport;
    private final Deque<BinderContext> opened = new ArrayDeque<>();

    public World(Path home) {
        this(home, "shm");
    }

    /** @param transport by which its processes reach each other */
    public World(Path home, String transport) {
        this.home = home;
        this.transport = transport;
    }

    /** Opens a context that counts as one more process. */
    public BinderContext open() throws IOException {
        return open(builder -> builder);
    }

    /** As {@link #open()}, with options. */
    public BinderContext open(UnaryOperator<BinderContext.Builder> options) throws IOException {
        BinderContext context = options.apply(
                        BinderContext.builder(CONTEXT).home(home).transports(transport))
                .open();
        opened.push(context);
        return context;
    }

    /** Gives {@code to} a reference to an object of {@code owner}. */
    public static BinderProxy pass(Binder object, BinderContext owner, BinderContext to) throws RemoteException {
        String name = "object-" + NAMES.incrementAndGet();
        Hub.put(owner, name, object);
        BinderProxy proxy = (BinderProxy) Objects.requireNonNull(Hub.get(to, name));
        Hub.remove(owner, name);
        return proxy;
    }

    /** Closes what was opened, in reverse. */
    @Override
    public void close() {
        opened.forEach(BinderContext::close);
    }
}
