package io.bindery.bench.transport;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.RemoteException;
import io.bindery.bench.calls.RigServiceStub;
import io.bindery.transport.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The server's end of each case: listens where the client will connect. */
public final class Transports {
    /** Descriptors that the two processes are started with. */
    static final String PIPES = "pipe:8,9";

    static final String REQUESTS = "requests";
    static final String ANSWERS = "answers";

    private Transports() {}

    /**
     * Opens it; it stays open as long as the context.
     *
     * @param context whose loopers serve
     * @param service what is called, where calls have replies
     * @param transport scheme of the transport
     * @param directory where files go
     * @param clientPid who is answered, where signals are
     */
    public static void listen(
            BinderContext context, RigServiceStub service, String transport, Path directory, int clientPid) {
        try {
            Endpoint ignored = context.listen(
                    address(transport, directory),
                    switch (transport) {
                        case "unix", "pipe" -> service;
                        case "chronicle" ->
                            adder(QueuedRigStub.asInterface(
                                    context.connect("chronicle:" + directory.resolve(ANSWERS))));
                        case "signal" -> echo(SignalAnswerStub.asInterface(context.connect("signal:" + clientPid)));
                        default -> throw new IllegalArgumentException("unknown transport: name=" + transport);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RemoteException e) {
            throw new IllegalStateException(e);
        }
    }

    static String address(String transport, Path directory) {
        return switch (transport) {
            case "unix" -> "unix:" + directory.resolve("transport");
            case "pipe" -> PIPES;
            case "chronicle" -> "chronicle:" + directory.resolve(REQUESTS);
            default -> transport + ":";
        };
    }

    private static Binder adder(QueuedRig answers) {
        return new QueuedRigStub() {
            @Override
            public void request(long a, long b, long c, long d) throws RemoteException {
                answers.answer(a + b + c + d);
            }

            @Override
            public void answer(long sum) {
                throw new IllegalStateException("an answer came where requests do: sum=" + sum);
            }
        };
    }

    private static Binder echo(SignalAnswer answer) {
        return new SignalRigStub() {
            @Override
            public void ping() throws RemoteException {
                answer.pong();
            }
        };
    }
}
