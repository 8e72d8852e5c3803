package io.bindery.samples.sbe;

import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.RemoteException;
import io.bindery.agrona.ParcelBuffers;
import io.bindery.samples.sbe.codec.MessageHeaderEncoder;
import io.bindery.samples.sbe.codec.QuoteEncoder;
import io.bindery.samples.sbe.codec.QuoteEncoder.LevelsEncoder;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Posts quotes to a board in another process. The generated proxy would copy a finished message into the ring; this one
 * lets the encoder write there.
 *
 * <p><b>Threading:</b> one thread at a time, since encoder and buffer are used again and again.
 */
public final class QuotePublisher {
    private static final int LENGTH_OF_SEGMENT = Integer.BYTES;

    private final BinderProxy board;
    private final UnsafeBuffer buffer = new UnsafeBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final QuoteEncoder quote = new QuoteEncoder();

    /**
     * Creates a publisher.
     *
     * @param board a {@link QuoteBoard} of another process
     */
    public QuotePublisher(BinderProxy board) {
        this.board = board;
    }

    /**
     * Posts a quote.
     *
     * @param symbol at most 8 characters of ASCII
     * @param levels the best one first
     */
    public void publish(long sequence, String symbol, List<Level> levels) throws RemoteException {
        int length = encodedLength(levels.size());
        try (Call call = board.newOnewayCall(
                QuoteBoardStub.TRANSACTION_POST, QuoteBoardStub.TOKEN, LENGTH_OF_SEGMENT + length)) {
            ParcelBuffers.wrapWrite(call.data(), length, buffer);
            encode(sequence, symbol, levels);
            call.send();
        } finally {
            ParcelBuffers.unwrap(buffer);
        }
    }

    /** Bytes that a quote takes: a claim has to be as large as what will be encoded. */
    private static int encodedLength(int levels) {
        return MessageHeaderEncoder.ENCODED_LENGTH
                + QuoteEncoder.BLOCK_LENGTH
                + LevelsEncoder.sbeHeaderSize()
                + levels * LevelsEncoder.sbeBlockLength();
    }

    private void encode(long sequence, String symbol, List<Level> levels) {
        LevelsEncoder group = quote.wrapAndApplyHeader(buffer, 0, header)
                .sequence(sequence)
                .symbol(symbol)
                .levelsCount(levels.size());
        for (Level level : levels) {
            group.next()
                    .bidPrice(level.bidPrice())
                    .askPrice(level.askPrice())
                    .bidSize(level.bidSize())
                    .askSize(level.askSize());
        }
    }
}
