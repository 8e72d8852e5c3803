package io.bindery.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A listener that remembers what it was told, and by which thread. */
class Told extends Subject_ListenerStub {
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger oneways = new AtomicInteger();
    private final List<Integer> numbers = new ArrayList<>();
    volatile @Nullable Thread lastThread;

    @Override
    public void onCall(int number) {
        remember(number);
        calls.incrementAndGet();
    }

    @Override
    public void onOneway(int number) {
        remember(number);
        oneways.incrementAndGet();
    }

    private synchronized void remember(int number) {
        numbers.add(number);
        lastThread = Thread.currentThread();
    }

    synchronized List<Integer> numbers() {
        return List.copyOf(numbers);
    }
}
