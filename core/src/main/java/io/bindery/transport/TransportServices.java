package io.bindery.transport;

import io.bindery.Limits;
import java.util.concurrent.ThreadFactory;

/**
 * What a context gives its transports.
 *
 * @param control the thread of the context that waits for descriptors; it must never be blocked
 * @param instance names this process in this context
 * @param limits what peers may use
 * @param threads makes the threads of the context, for a transport that cannot do without one of its own
 */
public record TransportServices(ControlLoop control, InstanceId instance, Limits limits, ThreadFactory threads) {}
