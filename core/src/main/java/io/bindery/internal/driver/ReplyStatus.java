package io.bindery.internal.driver;

import io.bindery.BadParcelableException;
import io.bindery.DeadObjectException;
import io.bindery.FrozenObjectException;
import io.bindery.RemoteException;
import io.bindery.ServiceSpecificException;
import io.bindery.TransactionTooLargeException;
import io.bindery.UnknownTransactionException;
import org.jspecify.annotations.Nullable;

/**
 * The first word of a reply, as {@code docs/protocol.md} numbers it: 0 for a result, negative for an exception of the
 * handler (Android's codes), positive for what the callee's driver says.
 */
final class ReplyStatus {
    static final int OK = 0;

    static final int EX_SECURITY = -1;
    static final int EX_BAD_PARCELABLE = -2;
    static final int EX_ILLEGAL_ARGUMENT = -3;
    static final int EX_NULL_POINTER = -4;
    static final int EX_ILLEGAL_STATE = -5;
    static final int EX_UNSUPPORTED_OPERATION = -7;
    static final int EX_SERVICE_SPECIFIC = -8;
    static final int EX_REMOTE = -10;

    static final int UNKNOWN_TRANSACTION = 1;
    static final int REPLY_TOO_LARGE = 2;
    static final int UNKNOWN_HANDLE = 3;
    static final int NESTED_TOO_DEEP = 4;
    static final int DESCRIPTORS_LOST = 5;
    static final int FROZEN = 6;

    private static final String THROWN = "the handler threw ";

    private ReplyStatus() {}

    /** A status in words, for oneway calls, whose report has no text. */
    static String describe(int status) {
        return switch (status) {
            case UNKNOWN_TRANSACTION -> "the object does not know the transaction";
            case UNKNOWN_HANDLE -> "the owner knows no object of this handle";
            case DESCRIPTORS_LOST -> "the call's descriptors were lost: the receiver has too many open";
            case EX_BAD_PARCELABLE -> "the call names an object that this process does not hold";
            default -> "status=" + status;
        };
    }

    static int of(Throwable exception) {
        return switch (exception) {
            case BadParcelableException e -> EX_BAD_PARCELABLE;
            case SecurityException e -> EX_SECURITY;
            case ServiceSpecificException e -> EX_SERVICE_SPECIFIC;
            case IllegalArgumentException e -> EX_ILLEGAL_ARGUMENT;
            case NullPointerException e -> EX_NULL_POINTER;
            case IllegalStateException e -> EX_ILLEGAL_STATE;
            case UnsupportedOperationException e -> EX_UNSUPPORTED_OPERATION;
            default -> EX_REMOTE;
        };
    }

    /** The text that travels: the message, with the class where the code does not name it. */
    static @Nullable String message(Throwable exception) {
        String message = exception.getMessage();
        return of(exception) != EX_REMOTE || isPassedOn(message) ? message : exception.toString();
    }

    /** Whether an exception came from another handler: it is not wrapped again at each of a thousand levels. */
    private static boolean isPassedOn(@Nullable String message) {
        return message != null && message.startsWith(THROWN);
    }

    /**
     * Throws what a status other than {@link #OK} stands for.
     *
     * @param trace where the handler threw; null if its context does not tell
     */
    static void rethrow(int status, @Nullable String message, @Nullable String trace, int serviceError)
            throws RemoteException {
        Exception thrown = exception(status, message == null ? "" : message, serviceError);
        if (trace != null) {
            thrown.initCause(RemoteStackTrace.cause(trace));
        }
        if (thrown instanceof RemoteException remote) {
            throw remote;
        }
        throw (RuntimeException) thrown;
    }

    private static Exception exception(int status, String text, int serviceError) {
        return switch (status) {
            case EX_SECURITY -> new SecurityException(text);
            case EX_BAD_PARCELABLE -> new BadParcelableException(text);
            case EX_ILLEGAL_ARGUMENT -> new IllegalArgumentException(text);
            case EX_NULL_POINTER -> new NullPointerException(text);
            case EX_ILLEGAL_STATE -> new IllegalStateException(text);
            case EX_UNSUPPORTED_OPERATION -> new UnsupportedOperationException(text);
            case EX_SERVICE_SPECIFIC -> new ServiceSpecificException(serviceError, text);
            case EX_REMOTE -> new RemoteException(isPassedOn(text) ? text : THROWN + text);
            case UNKNOWN_TRANSACTION -> new UnknownTransactionException(text);
            case REPLY_TOO_LARGE -> new TransactionTooLargeException(text);
            case UNKNOWN_HANDLE -> new DeadObjectException(text);
            case FROZEN -> new FrozenObjectException(text);
            case NESTED_TOO_DEEP, DESCRIPTORS_LOST -> new RemoteException(text);
            default ->
                new RemoteException("the callee answered with a status that this process does not know: status="
                        + status + " message=" + text);
        };
    }
}
