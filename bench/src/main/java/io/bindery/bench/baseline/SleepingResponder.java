package io.bindery.bench.baseline;

import io.bindery.bench.rig.Responder;

/**
 * A server's end in a thread of its own, which sleeps until something comes: a handler that slept would be taken for stuck.
 * The thread inherits the CPU of the one that opens it, and ends with the process.
 */
final class SleepingResponder implements Responder {
    SleepingResponder(String name, Runnable endless) {
        Thread.ofPlatform().daemon().name(name).start(endless);
    }

    @Override
    public void respond(int operations) {}
}
