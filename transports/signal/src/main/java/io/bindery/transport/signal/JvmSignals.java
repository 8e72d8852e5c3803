package io.bindery.transport.signal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * How a JVM receives signals: {@code sun.misc.Signal} of the module {@code jdk.unsupported}, which is exported for this.
 * By reflection, since javac warns of that package in a way that nothing but turning off warnings silences.
 */
final class JvmSignals {
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private JvmSignals() {}

    /** Whatever handled a signal before; for {@link #restore}. */
    record Previous(Object handler) {}

    /**
     * Has {@code action} run, in a thread of its own, whenever a signal comes.
     *
     * @throws IllegalArgumentException if the JVM keeps it for itself, or it cannot be handled
     */
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    static Previous handle(String name, Runnable action) {
        try {
            Class<?> handler = Class.forName(HANDLER);
            Object proxy = Proxy.newProxyInstance(
                    JvmSignals.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            action.run();
                            yield null;
                        }
                        case "equals" -> self == arguments[0];
                        case "hashCode" -> System.identityHashCode(self);
                        default -> "handler of " + name;
                    });
            return new Previous(install(name, proxy));
        } catch (ClassNotFoundException e) {
            throw withoutModule(e);
        }
    }

    /** Gives a signal back to whatever handled it before. */
    static void restore(String name, Previous previous) {
        Object ignored = install(name, previous.handler());
    }

    private static Object install(String name, Object handler) {
        try {
            Class<?> signal = Class.forName(SIGNAL);
            Method handle = signal.getMethod("handle", signal, Class.forName(HANDLER));
            return handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException("the JVM cannot receive the signal: signal=" + name, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw withoutModule(e);
        }
    }

    private static IllegalStateException withoutModule(ReflectiveOperationException cause) {
        return new IllegalStateException(
                "signals are received by " + SIGNAL + ", which this JVM lacks: add the module jdk.unsupported to it",
                cause);
    }
}
