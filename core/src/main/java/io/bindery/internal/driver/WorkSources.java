package io.bindery.internal.driver;

import io.bindery.WorkSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The work source of the thread, and how it travels: as an entry of the object table of a request, so that a call without
 * one carries nothing.
 */
public final class WorkSources {
    /** Kind of the entry: i64 value. Its offset is 0. */
    static final int KIND = 6;

    private static final int ENTRY_BYTES = 16;

    /** Whether any thread ever had one: most processes need not look. */
    private static volatile boolean used;

    private WorkSources() {}

    static boolean used() {
        return used;
    }

    /** Returns the present one. */
    public static WorkSource current() {
        CallScope scope = ThreadState.current().scope;
        return scope == null ? WorkSource.NONE : scope.workSource;
    }

    /** Sets the present one, and returns the one before. */
    public static WorkSource set(WorkSource source) {
        used = true;
        CallScope scope = ThreadState.current().ownScope();
        WorkSource before = scope.workSource;
        scope.workSource = source;
        return before;
    }

    // ---- on the wire

    /** Returns {@code table} with an entry for the work source that a call made in {@code scope} carries. */
    static byte[] append(byte[] table, @Nullable CallScope scope) {
        if (scope == null || !scope.workSource.propagated() || scope.workSource.value() == WorkSource.UNSET) {
            return table;
        }
        byte[] longer = Arrays.copyOf(table, table.length + ENTRY_BYTES);
        ByteBuffer.wrap(longer)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(table.length)
                .putInt(0)
                .putInt(KIND)
                .putLong(scope.workSource.value());
        return longer;
    }

    /** A request of this thread's came with a work source. */
    static void received(long value) {
        if (value != WorkSource.UNSET) {
            set(new WorkSource(value, true));
        }
    }
}
