package io.bindery.transport.chronicle.tool;

import io.bindery.transport.chronicle.TransactionFilter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which transactions are meant. */
final class FilterOptions {
    @Option(names = "--interface", paramLabel = "NAME", description = "Only those of this interface.")
    private @Nullable String interfaceName;

    @Option(names = "--method", paramLabel = "NAME", description = "Only those of this method, or transaction code.")
    private @Nullable String method;

    @Option(names = "--pid", paramLabel = "PID", description = "Only those of this caller.")
    private @Nullable Integer pid;

    @Option(names = "--uid", paramLabel = "UID", description = "Only those of callers of this user.")
    private @Nullable Integer uid;

    TransactionFilter toFilter() {
        return new TransactionFilter(interfaceName, method, pid, uid);
    }
}
