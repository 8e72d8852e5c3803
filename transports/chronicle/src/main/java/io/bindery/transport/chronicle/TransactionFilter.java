package io.bindery.transport.chronicle;

import io.bindery.Parcel;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which transactions are recorded or replayed: those for which all holds that is not null.
 *
 * @param interfaceName name of the interface
 * @param method name of the method, or its transaction code as a decimal number
 * @param pid the caller's
 * @param uid the caller's
 */
public record TransactionFilter(
        @Nullable String interfaceName,
        @Nullable String method,
        @Nullable Integer pid,
        @Nullable Integer uid) implements Predicate<RecordedTransaction> {
    /** All transactions. */
    public static final TransactionFilter ALL = new TransactionFilter(null, null, null, null);

    @Override
    public boolean test(RecordedTransaction transaction) {
        return (interfaceName == null || isOf(interfaceName, transaction))
                && (method == null
                        || method.equals(transaction.method())
                        || method.equals(Integer.toString(transaction.code())))
                && (pid == null || pid == transaction.pid())
                && (uid == null || uid == transaction.uid());
    }

    private static boolean isOf(String interfaceName, RecordedTransaction transaction) {
        return transaction.interfaceName().isEmpty()
                ? Parcel.interfaceToken(interfaceName) == transaction.token()
                : interfaceName.equals(transaction.interfaceName());
    }
}
