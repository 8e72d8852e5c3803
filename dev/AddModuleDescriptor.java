import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import java.util.zip.ZipFile;

/**
 * {@code AddModuleDescriptor JAR CLASSES VERSION TIMESTAMP} adds the module descriptor of the folder CLASSES to the JAR,
 * if it is not there yet: a jar that changes at every build would make all that depends on it compile again.
 */
final class AddModuleDescriptor {
    private static final String DESCRIPTOR = "module-info.class";

    private AddModuleDescriptor() {}

    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        Path descriptor = Path.of(args[1], DESCRIPTOR);
        boolean newer = Files.getLastModifiedTime(descriptor).compareTo(Files.getLastModifiedTime(jar)) > 0;
        if (newer || !contains(jar)) {
            System.exit(ToolProvider.findFirst("jar")
                    .orElseThrow()
                    .run(
                            System.out,
                            System.err,
                            "--update",
                            "--file=" + jar,
                            "--module-version=" + args[2],
                            "--date=" + args[3],
                            "-C",
                            args[1],
                            DESCRIPTOR));
        }
    }

    private static boolean contains(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.getEntry(DESCRIPTOR) != null;
        }
    }
}
