package io.bindery.transport.chronicle;

import io.bindery.transport.Trait;
import io.bindery.transport.Transport;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.util.EnumSet;
import java.util.Set;

/**
 * The transport {@code chronicle}: oneway calls, kept by Chronicle Queue in the files of a directory. Whoever calls need
 * not wait until somebody serves: the call is there when its method returns. The process that listens serves the calls of
 * all who have connected, in the order in which they came; when it comes back after its end, it goes on behind the last
 * call whose handler has ended. A call whose handler was running when the process died comes again: at least once, never
 * less. {@link io.bindery.Binder#getCallingPosition} is the call's index in the queue, the same both times. One process
 * listens at a directory at a time.
 *
 * <p>An address is {@code chronicle:DIRECTORY}, or {@code chronicle:DIRECTORY?OPTION&OPTION} with
 *
 * <ul>
 *   <li>{@code roll=CYCLE}: how often a new file is begun, by a name of Chronicle's roll cycles; {@code FAST_DAILY} for a
 *       queue that is created. An existing queue keeps its own;
 *   <li>{@code sync=disk}: a call's method returns when the call is on the disk, and survives a loss of power too;
 *       otherwise when it is in the file, and survives the death of all processes;
 *   <li>{@code keep=N}, where the process listens: all but the newest {@code N} files whose calls have all been handled
 *       are deleted. Otherwise all are kept.
 * </ul>
 *
 * <p>There is no reply, so methods without {@link io.bindery.Oneway} are refused, and objects, descriptors and sensitive
 * arguments cannot be sent. Who calls is not known: whoever may write to the directory. The JVM needs the flags that
 * Chronicle does; a missing one is named when the transport is first used.
 */
public final class ChronicleTransportProvider implements TransportProvider {
    /** Called by {@link java.util.ServiceLoader}. */
    public ChronicleTransportProvider() {}

    @Override
    public String scheme() {
        return "chronicle";
    }

    @Override
    public Set<Trait> traits() {
        return EnumSet.of(Trait.PAYLOAD, Trait.ACKNOWLEDGED);
    }

    @Override
    public Transport create(TransportServices services) {
        JvmFlags.check();
        return new ChronicleTransport(services, this);
    }
}
