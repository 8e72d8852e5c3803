package io.bindery.servicemanager;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.RemoteException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process in a context: {@code add NAME} adds an {@link Echo}, {@code call NAME} calls one. */
final class ServicePeer {
    private final BinderContext context;
    private final ServiceManager services;

    private ServicePeer(BinderContext context) {
        this.context = context;
        this.services = ServiceManager.of(context);
    }

    public static void main(String[] arguments) throws IOException {
        try (BinderContext context = open(Path.of(arguments[0]))) {
            System.out.println("hosts=" + context.isContextManager());
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            ServicePeer peer = new ServicePeer(context);
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                System.out.println(peer.run(command.split(" ")));
            }
        }
    }

    static BinderContext open(Path home) throws IOException {
        return BinderContext.builder("services").home(home).open();
    }

    private String run(String[] command) {
        try {
            return switch (command[0]) {
                case "add" -> {
                    services.addService(command[1], new EchoService());
                    yield "added " + command[1];
                }
                case "call" ->
                    EchoStub.asInterface(services.getService(command[1])).echo("called");
                default ->
                    throw new IllegalArgumentException("no command: " + command[0] + " context=" + context.name());
            };
        } catch (RemoteException e) {
            return e.getMessage();
        }
    }

    /** Says who calls it. */
    static final class EchoService extends EchoStub {
        @Override
        public String echo(String text) {
            return text + " by pid=" + Binder.getCallingPid() + " uid=" + Binder.getCallingUid();
        }
    }
}
