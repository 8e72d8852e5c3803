package io.bindery.signal;

import io.bindery.Binder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Keeps what comes. */
final class CountingDaemon extends DaemonStub {
    final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch held = new CountDownLatch(0);

    long count(String call) {
        return calls.stream().filter(call::equals).count();
    }

    /** Handlers do not return until {@link #letGo}. */
    void hold() {
        held = new CountDownLatch(1);
    }

    void letGo() {
        held.countDown();
    }

    private void add(String call) {
        if (!Binder.isHandlingTransaction()) {
            throw new IllegalStateException("not in a handler");
        }
        calls.add(call);
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void reload() {
        add("reload");
    }

    @Override
    public void rotate() {
        add("rotate");
    }

    @Override
    public void tick() {
        add("tick");
    }

    @Override
    public void tock() {
        add("tock");
    }

    @Override
    public void plain() {
        add("plain");
    }

    @Override
    public void withArguments(int number) {
        add("withArguments");
    }

    @Override
    public int count() {
        return calls.size();
    }
}
