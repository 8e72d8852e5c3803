package io.bindery.samples.demo.role;

import io.bindery.RemoteException;
import io.bindery.samples.demo.api.QuoteListener;
import io.bindery.samples.demo.api.QuotePublisherStub;
import io.bindery.samples.demo.market.Quotes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Sends quotes to its listeners, one after the other, and waits for whoever does not keep up. */
final class Publisher extends QuotePublisherStub {
    private static final double NS_PER_SECOND = 1e9;

    private final Quotes quotes;
    private final List<QuoteListener> listeners = new ArrayList<>();
    private boolean started;
    private volatile int published;

    Publisher(Quotes quotes) {
        this.quotes = quotes;
    }

    @Override
    public synchronized void subscribe(QuoteListener listener) {
        requireNotStarted();
        listeners.add(listener);
    }

    @Override
    public synchronized void start(int perSecond) {
        if (perSecond < 0) {
            throw new IllegalArgumentException("must not be negative: perSecond=" + perSecond);
        }
        requireNotStarted();
        started = true;
        QuoteListener[] receivers = listeners.toArray(QuoteListener[]::new);
        Thread.ofPlatform().daemon().name("quotes").start(() -> publish(receivers, perSecond));
    }

    private void requireNotStarted() {
        if (started) {
            throw new IllegalStateException("the publisher has started: published=" + published);
        }
    }

    private void publish(QuoteListener[] receivers, int perSecond) {
        try {
            long startNs = System.nanoTime();
            for (int sequence = 1; sequence <= quotes.count(); sequence++) {
                if (perSecond > 0) {
                    waitUntil(startNs + (long) ((sequence - 1) * NS_PER_SECOND / perSecond));
                }
                send(receivers, sequence);
                published = sequence;
            }
            for (QuoteListener receiver : receivers) {
                receiver.onEnd(quotes.count());
            }
        } catch (Throwable e) {
            Role.fail(e);
        }
    }

    private void send(QuoteListener[] receivers, int sequence) throws RemoteException {
        int askPrice = quotes.askPrice(sequence);
        int askSize = quotes.askSize(sequence);
        int bidPrice = quotes.bidPrice(sequence);
        int bidSize = quotes.bidSize(sequence);
        for (QuoteListener receiver : receivers) {
            receiver.onQuote(sequence, askPrice, askSize, bidPrice, bidSize);
        }
    }

    private static void waitUntil(long timeNs) {
        for (long leftNs = timeNs - System.nanoTime(); leftNs > 0; leftNs = timeNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }

    @Override
    public long published() {
        return published;
    }
}
