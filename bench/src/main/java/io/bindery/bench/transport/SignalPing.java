package io.bindery.bench.transport;

/** A signal to the server, and one back. */
final class SignalPing extends DrivenRoundTrip {
    private static final int BURST = 4;

    private final SignalRig server;

    /** @param serverPid the process that answers */
    SignalPing(String name, int serverPid) throws Exception {
        super(name);
        context.listen("signal:", new SignalAnswerStub() {
            @Override
            public void pong() {
                answered();
            }
        });
        server = SignalRigStub.asInterface(context.connect("signal:" + serverPid));
    }

    @Override
    public int burstUnit() {
        return BURST;
    }

    @Override
    public void exchange() throws Exception {
        long before = answers();
        server.ping();
        awaitAnswer(before);
    }
}
