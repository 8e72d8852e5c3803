package io.bindery.chronicle;

import io.bindery.Binder;
import io.bindery.IBinder;
import io.bindery.ServiceSpecificException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps what comes. */
final class Book extends LedgerStub {
    final List<Long> numbers = new CopyOnWriteArrayList<>();
    final List<Long> positions = new CopyOnWriteArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile long stopAt = Long.MIN_VALUE;

    /** The handler of this number does not return. */
    Book stopAt(long number) {
        stopAt = number;
        return this;
    }

    long bytes() {
        return bytes.get();
    }

    @Override
    public void add(long number) {
        numbers.add(number);
        positions.add(Binder.getCallingPosition());
        if (number == stopAt) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void addAll(byte[] added) {
        bytes.addAndGet(added.length);
    }

    @Override
    public void addObject(IBinder object) {
        numbers.add(-1L);
    }

    @Override
    public void addSecret(long number) {
        numbers.add(number);
    }

    @Override
    public long total() {
        return numbers.stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public long fail(long number) {
        throw new ServiceSpecificException((int) number, "as asked");
    }
}
