package io.bindery.bench.calls;

import io.bindery.RemoteException;
import io.bindery.bench.baseline.SharedWords;
import io.bindery.bench.baseline.StreamMessage;
import io.bindery.bench.rig.SharedDirectory;
import io.bindery.bench.rig.Stream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Typed oneway calls, one after the other for as long as the burst goes on: of two or eight longs, where a message is as
 * large as that, else of a {@link MemorySegment}. The server checks that each is the one that is due and is undamaged; the
 * burst ends when it has counted them all.
 */
public final class OnewayStream implements Stream {
    /** The server shows every so many messages how far it is. */
    static final int COUNT_EVERY = BURST_UNIT;

    private final RigService service;
    private final SharedWords counted;
    private final MemorySegment message = Arena.global().allocate(StreamMessage.BYTES, Long.BYTES);
    private long last;

    /**
     * Tells the server to begin to count.
     *
     * @throws Exception if the memory could not be shared, or the server failed
     */
    public OnewayStream(RigService service) throws Exception {
        this.service = service;
        try (SharedDirectory directory = SharedDirectory.create()) {
            counted = SharedWords.create(directory.path().resolve(RigServer.COUNT_FILE), RigServer.COUNT_BYTES);
            service.countMessages(directory.path().toString());
        }
    }

    @Override
    public String name() {
        return "oneway-" + StreamMessage.BYTES;
    }

    @Override
    public void awaitTaken() {
        counted.awaitAtLeastAcquire(RigServer.COUNT, last);
    }

    @Override
    public void publish() throws RemoteException {
        long sequence = ++last;
        switch (StreamMessage.WORDS) {
            case 2 -> service.publishTwo(sequence, StreamMessage.checksum(sequence));
            case 8 ->
                service.publish(
                        sequence,
                        StreamMessage.word(sequence, 1),
                        StreamMessage.word(sequence, 2),
                        StreamMessage.word(sequence, 3),
                        StreamMessage.word(sequence, 4),
                        StreamMessage.word(sequence, 5),
                        StreamMessage.word(sequence, 6),
                        StreamMessage.checksum(sequence));
            default -> service.publishSegment(filled(sequence));
        }
    }

    private MemorySegment filled(long sequence) {
        message.setAtIndex(ValueLayout.JAVA_LONG, 0, sequence);
        for (int word = 1; word < StreamMessage.WORDS - 1; word++) {
            message.setAtIndex(ValueLayout.JAVA_LONG, word, StreamMessage.word(sequence, word));
        }
        message.setAtIndex(ValueLayout.JAVA_LONG, StreamMessage.WORDS - 1, StreamMessage.checksum(sequence));
        return message;
    }
}
