package io.bindery.agrona;

import java.util.concurrent.CompletableFuture;

/** Remembers on which thread it was told first. */
final class SharedCounter extends CounterStub {
    private final CompletableFuture<Thread> teller = new CompletableFuture<>();
    private long sum;

    @Override
    public synchronized long add(long number) {
        sum += number;
        return sum;
    }

    @Override
    public void tell(long number) {
        long ignored = add(number);
        teller.complete(Thread.currentThread());
    }

    CompletableFuture<Thread> teller() {
        return teller;
    }
}
