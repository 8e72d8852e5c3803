package io.bindery.transport.signal;

import io.bindery.transport.Trait;
import io.bindery.transport.Transport;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.util.EnumSet;
import java.util.Set;

/**
 * The transport {@code signal}: a method that is a {@link io.bindery.Signal} is sent as that signal, and nothing else can be
 * sent. Its addresses:
 *
 * <ul>
 *   <li>{@code signal:PID}: a process, of whatever kind. The session ends with it;
 *   <li>{@code signal:-GROUP}: all processes of a group to which this one may send signals;
 *   <li>{@code signal:} in a process that listens: its own signals.
 * </ul>
 *
 * <p>Nobody acknowledges a signal, and none says who sent it; who may send is the kernel's decision, by user. A standard
 * signal that comes while one of its kind waits is one with it, in the kernel as here. It is received the way the JVM
 * receives its own ({@code sun.misc.Signal}), so those that the JVM keeps for itself cannot be had: a thread that blocked
 * a signal and read it with {@code signalfd} would see it only if all threads of the JVM blocked it, and those that the
 * JVM starts itself do not.
 *
 * <p>Real-time signals go to one thread: the receiver has one of its own, named {@value SignalThread#NAME}, which blocks
 * them and reads them from a {@code signalfd}; the sender finds it by that name. They are queued in the kernel, and none
 * is lost: where the kernel takes no more, the sender's method throws. Sent to the process as a whole, as by {@code
 * kill}, they would end it.
 */
public final class SignalTransportProvider implements TransportProvider {
    /** Called by {@link java.util.ServiceLoader}. */
    public SignalTransportProvider() {}

    @Override
    public String scheme() {
        return "signal";
    }

    @Override
    public Set<Trait> traits() {
        return EnumSet.noneOf(Trait.class);
    }

    @Override
    public Transport create(TransportServices services) {
        return new SignalTransport(services, this);
    }
}
