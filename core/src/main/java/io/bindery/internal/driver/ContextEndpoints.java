package io.bindery.internal.driver;

import io.bindery.RemoteException;
import io.bindery.transport.Address;
import io.bindery.transport.Session;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.Trait;
import io.bindery.transport.Transport;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * How the processes of a context reach each other: by the first of the context's transports that both can use. Each
 * process listens with all that it can use, at addresses that follow from its place.
 */
final class ContextEndpoints {
    private static final Logger LOGGER = System.getLogger("io.bindery.driver");
    private static final Set<Trait> NEEDED = EnumSet.of(Trait.DUPLEX, Trait.PAYLOAD, Trait.ACKNOWLEDGED);

    private final Transports transports;
    private final ContextDirectory directory;
    private final List<String> usable = new CopyOnWriteArrayList<>();
    private volatile List<String> schemes = List.of();

    ContextEndpoints(Transports transports, ContextDirectory directory) {
        this.transports = transports;
        this.directory = directory;
    }

    /**
     * Listens with every transport of the list that this process can use.
     *
     * @throws IllegalArgumentException if one does not exist or lacks a trait
     * @throws IOException if none can be used
     */
    void listen(List<String> schemes, ContextDirectory.Place place, SessionAcceptor acceptor) throws IOException {
        schemes.forEach(this::checkTraits);
        this.schemes = schemes; // first: peers may come as soon as we listen
        List<IOException> failures = new ArrayList<>();
        for (String scheme : schemes) {
            try {
                directory.clear(place, scheme);
                transports.get(scheme).listen(address(place.name(), scheme), acceptor);
                directory.publish(place, scheme);
                usable.add(scheme);
            } catch (IOException e) {
                failures.add(e);
                if (schemes.size() > 1) {
                    LOGGER.log(
                            Level.WARNING,
                            "this process does without a transport of its context: transport=" + scheme + " context="
                                    + directory.path() + " reason=" + e.getMessage());
                }
            }
        }
        if (usable.isEmpty()) {
            IOException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private void checkTraits(String scheme) {
        Set<Trait> missing = EnumSet.copyOf(NEEDED);
        missing.removeAll(transports.provider(scheme).traits());
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "a context cannot use this transport, which lacks traits that calls need:" + " transport=" + scheme
                            + " missing=" + missing);
        }
    }

    /** Whether the user who says that he has a place really listens there, as far as files can tell. */
    boolean belongsTo(String place, Session session) {
        return !session.traits().contains(Trait.IDENTITY)
                || schemes.stream()
                        .anyMatch(scheme -> directory.isEndpointOf(
                                place, scheme, session.peer().uid()));
    }

    private Address address(String place, String scheme) {
        return new Address(scheme, directory.endpoint(place, scheme).toString());
    }

    /** Opens a session with the process that has a place, by the first transport that works. */
    Session connect(String place, SessionAcceptor acceptor) throws RemoteException, SessionRefusedException {
        RemoteException first = null;
        for (String scheme : usable) {
            Address address = address(place, scheme);
            Transport transport = transports.get(scheme);
            try {
                Session session = transport.connect(address, acceptor);
                if (first != null) {
                    LOGGER.log(
                            Level.WARNING,
                            "a session falls back to another transport: address=" + address + " reason="
                                    + first.getMessage());
                }
                return session;
            } catch (RemoteException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        throw first == null ? new RemoteException("the context has no transport: context=" + directory.path()) : first;
    }
}
