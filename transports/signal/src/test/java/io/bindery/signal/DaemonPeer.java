package io.bindery.signal;

import io.bindery.BinderContext;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A process that receives signals: answers {@code calls} with what has come, and knows {@code hold} and {@code go}. */
final class DaemonPeer {
    private DaemonPeer() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        CountingDaemon daemon = new CountingDaemon();
        try (BinderContext context = BinderContext.builder("peer").transports().open()) {
            context.listen("signal:", daemon);
            System.out.println("ready");
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                switch (line) {
                    case "hold" -> daemon.hold();
                    case "go" -> daemon.letGo();
                    case "clear" -> daemon.calls.clear();
                    default -> {
                        // only asked what has come
                    }
                }
                System.out.println(String.join(" ", daemon.calls));
            }
        }
    }
}
