package io.bindery.samples.sbe;

import io.bindery.agrona.ParcelBuffers;
import io.bindery.samples.sbe.codec.MessageHeaderDecoder;
import io.bindery.samples.sbe.codec.QuoteDecoder;
import io.bindery.samples.sbe.codec.QuoteDecoder.LevelsDecoder;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A board that decodes each message where the publisher has encoded it.
 *
 * <p><b>Threading:</b> oneway calls of one object run one at a time, so that decoder and buffer need no lock.
 */
public final class QuoteBoardService extends QuoteBoardStub {
    private final UnsafeBuffer buffer = new UnsafeBuffer();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final QuoteDecoder quote = new QuoteDecoder();
    private final Map<String, BestPrices> bySymbol = new ConcurrentHashMap<>();

    /** Creates an empty board. */
    public QuoteBoardService() {}

    @Override
    public void post(MemorySegment message) {
        ParcelBuffers.wrap(message, buffer);
        try {
            header.wrap(buffer, 0);
            if (header.schemaId() != QuoteDecoder.SCHEMA_ID || header.templateId() != QuoteDecoder.TEMPLATE_ID) {
                throw new IllegalArgumentException("not a quote: schemaId=" + header.schemaId() + " templateId="
                        + header.templateId() + " length=" + buffer.capacity());
            }
            quote.wrapAndApplyHeader(buffer, 0, header);
            show();
        } finally {
            ParcelBuffers.unwrap(buffer);
        }
    }

    private void show() {
        long sequence = quote.sequence();
        String symbol = quote.symbol();
        long bid = 0;
        long ask = 0;
        long volume = 0;
        LevelsDecoder levels = quote.levels();
        for (boolean best = true; levels.hasNext(); best = false) {
            levels.next();
            if (best) {
                bid = levels.bidPrice();
                ask = levels.askPrice();
            }
            volume += levels.bidSize() + (long) levels.askSize();
        }
        bySymbol.put(symbol, new BestPrices(sequence, bid, ask, volume));
    }

    @Override
    public @Nullable BestPrices best(String symbol) {
        return bySymbol.get(symbol);
    }
}
