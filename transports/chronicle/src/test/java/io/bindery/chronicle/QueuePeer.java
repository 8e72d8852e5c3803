package io.bindery.chronicle;

import io.bindery.BinderContext;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A process at a queue: {@code serve ADDRESS STOP_AT} answers {@code ok} or the error, {@code numbers} what has come; {@code
 * send ADDRESS FROM TO} sends numbers; {@code end} ends it.
 */
final class QueuePeer {
    private QueuePeer() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Book book = new Book();
        try (BinderContext context = BinderContext.builder("peer").transports().open()) {
            System.out.println("ready");
            for (String line = commands.readLine(); line != null && !line.equals("end"); line = commands.readLine()) {
                String answer;
                try {
                    answer = run(context, book, line.split(" "));
                } catch (Exception e) {
                    answer = e.getClass().getSimpleName() + ": " + e.getMessage();
                }
                System.out.println(answer.replace('\n', ' '));
            }
        }
    }

    private static String run(BinderContext context, Book book, String[] words) throws Exception {
        switch (words[0]) {
            case "serve" -> context.listen(words[1], book.stopAt(Long.parseLong(words[2])));
            case "numbers" -> {
                return book.numbers + "/" + book.positions;
            }
            case "send" -> {
                Ledger ledger = LedgerStub.asInterface(context.connect(words[1]));
                for (long i = Long.parseLong(words[2]); i < Long.parseLong(words[3]); i++) {
                    ledger.add(i);
                }
            }
            default -> throw new IllegalArgumentException(String.join(" ", words));
        }
        return "ok";
    }
}
