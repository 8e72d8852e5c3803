package io.bindery.bench.worker;

import io.bindery.BinderContext;
import io.bindery.bench.calls.RigServer;
import io.bindery.bench.peers.Peers;
import io.bindery.bench.transport.BareSignal;
import io.bindery.bench.transport.Transports;
import io.bindery.servicemanager.ServiceManager;
import java.util.stream.Stream;

/** Adds the measured service to the context, which the first of these hosts, until its parent lets go of it. */
public final class ServerWorker {
    private ServerWorker() {}

    /** Arguments: the options, then the service's name if it is another than {@link RigServer#NAME}. */
    public static void main(String[] arguments) throws Exception {
        String name = arguments.length > WorkerOptions.COUNT ? arguments[WorkerOptions.COUNT] : RigServer.NAME;
        try (BinderContext context = WorkerOptions.parse(arguments).openContext()) {
            RigServer server = new RigServer(
                    Stream.concat(Peers.all().stream(), Stream.of(new BareSignal()))
                            .toList(),
                    (service, transport, directory, clientPid) ->
                            Transports.listen(context, service, transport, directory, clientPid));
            ServiceManager.of(context).addService(name, server);
            Lifeline.ready();
            Lifeline.awaitEnd();
            server.closePeers();
        }
    }
}
