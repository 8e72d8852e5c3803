package io.bindery.testkit.transport;

import io.bindery.BinderContext;
import java.io.IOException;

/**
 * The process at the other end: listens at the one or two addresses that it is given, says {@code ready} on its standard error, and
 * lives until its input ends, or, where its input carries the calls, until its parent is gone.
 */
public final class ConformancePeer {
    private ConformancePeer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String address = arguments[0];
        BinderContext context = ConformanceRoot.context("peer").open();
        ConformanceRoot root = new ConformanceRoot(() -> Thread.ofPlatform().start(context::close));
        context.listen(address, root);
        if (arguments.length > 1 && !arguments[1].equals(address)) {
            context.listen(arguments[1], root);
        }
        System.out.println("ready");
        if (address.equals("pipe:stdio")) {
            ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
            ProcessHandle ended = parent.onExit().join();
            System.err.println("the parent is gone: pid=" + ended.pid());
        } else {
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
        Runtime.getRuntime().halt(0);
    }
}
