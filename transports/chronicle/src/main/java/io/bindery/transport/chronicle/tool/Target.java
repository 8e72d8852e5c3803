package io.bindery.transport.chronicle.tool;

import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.servicemanager.ServiceManager;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An object that a command line names, and the context by which it is reached.
 *
 * @param context to be closed
 * @param object a proxy
 */
record Target(BinderContext context, IBinder object) implements AutoCloseable {
    static final String DESCRIPTION = "CONTEXT/SERVICE, or an address (unix:PATH, unix:@NAME).";

    private static final Pattern ADDRESS = Pattern.compile("[a-z][a-z0-9+.-]*:.*");

    /** @throws RemoteException if there is no such object */
    static Target open(String name) throws IOException, RemoteException {
        boolean isAddress = ADDRESS.matcher(name).matches();
        int slash = name.indexOf('/');
        if (!isAddress && (slash <= 0 || slash == name.length() - 1)) {
            throw new IllegalArgumentException("names no object: target=" + name + "; it is " + DESCRIPTION);
        }
        BinderContext context = isAddress
                ? BinderContext.builder("tool").transports().open()
                : BinderContext.open(name.substring(0, slash));
        boolean found = false;
        try {
            @Nullable
            IBinder object = isAddress
                    ? context.connect(name)
                    : ServiceManager.of(context).checkService(name.substring(slash + 1));
            if (object == null) {
                throw new RemoteException("no such service: target=" + name);
            }
            found = true;
            return new Target(context, object);
        } finally {
            if (!found) {
                context.close();
            }
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
