package outside;

import io.bindery.samples.hello.Client;
import io.bindery.samples.hello.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the README's server and client in processes of their own, with the flags and the path of this one, and compares
 * what the client prints: the answer, with the user id that the kernel gave the server, and nothing else.
 */
public final class Check {
    private Check() {}

    public static void main(String[] args) throws Exception {
        Path home = Files.createTempDirectory("bindery-outside");
        Process server = start(Server.class, home)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String expected = "Hello world, user " + Files.getAttribute(home, "unix:uid");
            Process client = start(Client.class, home).redirectErrorStream(true).start();
            String printed = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int exit = client.waitFor();
            String where = (Check.class.getModule().isNamed() ? "module" : "class") + " path";
            if (exit != 0 || !printed.equals(expected)) {
                System.err.println("On the " + where + " the client differs: exit=" + exit + " expected=" + expected
                        + " printed=" + printed);
                System.exit(1);
            }
            System.out.println("On the " + where + ": " + printed);
        } finally {
            server.destroy();
            server.waitFor();
            delete(home);
        }
    }

    private static ProcessBuilder start(Class<?> main, Path home) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Module module = main.getModule();
        if (module.isNamed()) {
            command.addAll(List.of("--enable-native-access=io.bindery", "--module-path"));
            command.add(System.getProperty("jdk.module.path"));
            command.addAll(List.of("--module", module.getName() + "/" + main.getName()));
        } else {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-classpath"));
            command.addAll(List.of(System.getProperty("java.class.path"), main.getName()));
        }
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().put("BINDERY_HOME", home.toString());
        return process;
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
