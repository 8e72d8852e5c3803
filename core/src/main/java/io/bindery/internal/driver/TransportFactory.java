package io.bindery.internal.driver;

import io.bindery.Limits;
import io.bindery.internal.control.ControlThread;
import io.bindery.transport.InstanceId;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.Transport;

/** Makes the transport of a context. */
@FunctionalInterface
public interface TransportFactory {
    Transport create(ControlThread control, InstanceId instance, Limits limits, SessionAcceptor acceptor);
}
