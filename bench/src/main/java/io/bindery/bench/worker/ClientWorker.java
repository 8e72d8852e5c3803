package io.bindery.bench.worker;

import io.bindery.BinderContext;
import io.bindery.bench.calls.RigClient;
import io.bindery.bench.calls.RigServer;
import io.bindery.bench.calls.RigService;
import io.bindery.bench.calls.RigServiceStub;
import io.bindery.bench.rig.Measurement;
import io.bindery.servicemanager.ServiceManager;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures one case in its main thread and leaves what it saw in a file. */
public final class ClientWorker {
    private ClientWorker() {}

    /** What the client is told in addition. */
    record Task(
            RttCase rttCase, int clientCpu, int serverCpu, long batchNs, int warmupRounds, int rounds, Path result) {
        static Task parse(List<String> arguments) {
            return new Task(
                    RttCase.named(arguments.get(0)).getFirst(),
                    Integer.parseInt(arguments.get(1)),
                    Integer.parseInt(arguments.get(2)),
                    Long.parseLong(arguments.get(3)),
                    Integer.parseInt(arguments.get(4)),
                    Integer.parseInt(arguments.get(5)),
                    Path.of(arguments.get(6)));
        }

        List<String> toArguments() {
            return List.of(
                    rttCase.label(),
                    Integer.toString(clientCpu),
                    Integer.toString(serverCpu),
                    Long.toString(batchNs),
                    Integer.toString(warmupRounds),
                    Integer.toString(rounds),
                    result.toString());
        }
    }

    public static void main(String[] arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        Task task = Task.parse(all.subList(2, all.size()));
        Lifeline.endWithParent();
        try (BinderContext context = WorkerOptions.parse(arguments).openContext()) {
            RigService service = RigServiceStub.asInterface(
                    ServiceManager.of(context).waitForService(RigServer.NAME, Duration.ofSeconds(10)));
            RigClient rig = new RigClient(service);
            rig.pin(task.clientCpu(), task.serverCpu());
            Measurement seen = rig.measure(
                    task.rttCase().baseline(),
                    task.rttCase().work().create(service),
                    task.batchNs(),
                    task.warmupRounds(),
                    task.rounds());
            MeasurementFile.write(task.result(), seen, service.servingThreads());
        }
    }
}
