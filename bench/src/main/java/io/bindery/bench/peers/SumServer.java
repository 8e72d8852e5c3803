package io.bindery.bench.peers;

import io.bindery.bench.rig.Responder;

/** The server's end of {@link SumClient}. */
abstract class SumServer implements Responder {
    /** Waits for one request and answers it. */
    abstract void serve() throws Exception;

    @Override
    public final void respond(int operations) {
        try {
            for (int i = 0; i <= operations; i++) {
                serve();
            }
        } catch (Exception e) {
            close(); // so that a client that waits for an answer does not wait for ever
            throw new IllegalStateException("not served: end=" + getClass().getName(), e);
        }
    }
}
