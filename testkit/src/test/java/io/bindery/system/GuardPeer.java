package io.bindery.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bindery.BinderContext;
import io.bindery.RemoteException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Objects;

/** A process of another user, which tries to call what is named on its standard input. */
public final class GuardPeer {
    static final String NAME = "guarded";
    static final String UID = "" + OtherUser.UID;
    static final String GID = "" + OtherUser.GID;
    static final String SUPPLEMENTARY_GID = "" + OtherUser.SUPPLEMENTARY_GID;

    private GuardPeer() {}

    public static void main(String[] arguments) throws IOException, RemoteException {
        try (BinderContext context =
                BinderContext.builder(World.CONTEXT).home(Path.of(arguments[0])).open()) {
            Guarded guarded = GuardedStub.asInterface(Objects.requireNonNull(Hub.get(context, NAME)));
            System.out.println("ready");
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                System.out.println(call(guarded, command));
            }
        }
    }

    private static String call(Guarded guarded, String method) throws RemoteException {
        try {
            return switch (method) {
                case "byInterface" -> guarded.byInterface("called");
                case "onlyRoot" -> guarded.onlyRoot("called");
                case "onlyOther" -> guarded.onlyOther("called");
                case "onlyGroup" -> guarded.onlyGroup("called");
                case "onlySupplementaryGroup" -> guarded.onlySupplementaryGroup("called");
                default -> "no such method: " + method;
            };
        } catch (SecurityException e) {
            return "refused: " + e.getMessage();
        }
    }
}
