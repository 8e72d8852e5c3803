package io.bindery.system;

import io.bindery.BinderContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

/**
 * A JVM that opens contexts and says what came of it. Arguments: the home, or {@code -} for the default; then names. For
 * each it prints the directory and whether it hosts the manager, or the error. It ends without closing any.
 */
public final class OpeningPeer {
    private OpeningPeer() {}

    public static void main(String[] arguments) {
        List<BinderContext> opened = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            System.out.println(open(arguments[0], arguments[i], opened));
        }
        try (Scanner commands = new Scanner(System.in)) {
            if (commands.hasNextLine()) {
                System.exit(opened.size());
            }
        }
        System.exit(0);
    }

    private static String open(String home, String name, List<BinderContext> opened) {
        BinderContext.Builder builder = BinderContext.builder(name);
        if (!home.equals("-")) {
            builder.home(Path.of(home));
        }
        try {
            BinderContext context = builder.open();
            opened.add(context);
            return context.directory() + " manager=" + context.isContextManager();
        } catch (IOException | RuntimeException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }
}
