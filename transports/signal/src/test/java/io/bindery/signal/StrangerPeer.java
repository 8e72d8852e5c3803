package io.bindery.signal;

import io.bindery.BinderContext;
import io.bindery.transport.signal.Signals;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A process of another user: answers what became of an attempt to connect to a pid, or to kill it. */
final class StrangerPeer {
    private StrangerPeer() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (BinderContext context =
                BinderContext.builder("stranger").transports().open()) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String answer = "nothing";
                try {
                    if (line.startsWith("kill ")) {
                        Signals.killProcess(Integer.parseInt(line.substring(5)));
                    } else {
                        context.connect("signal:" + line);
                    }
                } catch (Exception e) {
                    answer = e.getClass().getSimpleName() + ": " + e.getMessage();
                }
                System.out.println(answer);
            }
        }
    }
}
