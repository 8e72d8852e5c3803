package io.bindery.socket;

import io.bindery.BinderContext;
import io.bindery.RemoteException;
import java.io.IOException;
import java.nio.file.Path;

/** Opens a context with the transports that it is given, calls handle 0, leaves an object there, and says how it went. */
public final class FallbackPeer {
    static final String CONTEXT = "fallback";

    private FallbackPeer() {}

    public static void main(String[] arguments) throws RemoteException, IOException {
        String[] transports = arguments[1].split(",");
        try (BinderContext context = BinderContext.builder(CONTEXT)
                .home(Path.of(arguments[0]))
                .transports(transports)
                .open()) {
            long answer = Echo.number(context.getContextObject(), 42);
            Echo.put(context.getContextObject(), new Echo());
            System.out.println("answer=" + answer);
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }
}
