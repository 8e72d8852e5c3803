package io.bindery.bench.transport;

import java.nio.file.Path;

/** The work of {@code four-longs} over two queues on disk, one for requests and one for answers. */
final class QueuedFourLongs extends DrivenRoundTrip {
    private final QueuedRig requests;
    private long next;
    private long sum;

    QueuedFourLongs(String name, Path directory) throws Exception {
        super(name);
        requests = QueuedRigStub.asInterface(context.connect("chronicle:" + directory.resolve(Transports.REQUESTS)));
        context.listen("chronicle:" + directory.resolve(Transports.ANSWERS), new QueuedRigStub() {
            @Override
            public void request(long a, long b, long c, long d) {
                throw new IllegalStateException("a request came where answers do");
            }

            @Override
            public void answer(long answered) {
                sum = answered;
                answered();
            }
        });
    }

    @Override
    public void exchange() throws Exception {
        long before = answers();
        requests.request(++next, 2, 3, 4);
        awaitAnswer(before);
        if (sum != next + 2 + 3 + 4) {
            throw new IllegalStateException("wrong sum: expected=" + (next + 9) + ", returned=" + sum);
        }
    }
}
