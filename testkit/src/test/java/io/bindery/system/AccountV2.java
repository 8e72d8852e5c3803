package io.bindery.system;

import io.bindery.BinderInterface;
import io.bindery.IBinder;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.Parcelable;
import io.bindery.RemoteException;
import io.bindery.TransactionCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link AccountV1} as a newer process knows it: methods and components have been added at the end. */
@BinderInterface(descriptor = AccountV1.DESCRIPTOR, version = 2, defaultImpl = true, delegator = true)
public interface AccountV2 extends IInterface {
    Entry echo(Entry entry) throws RemoteException;

    Entry[] echoAll(Entry[] entries) throws RemoteException;

    @Oneway
    void hint(long value) throws RemoteException;

    long total() throws RemoteException;

    @Oneway
    void touch() throws RemoteException;

    @TransactionCode(50)
    default long doubled(long amount) throws RemoteException {
        return 2
                * echo(new Entry(amount, new Detail("", 0), "", null, Kind.FIRST, List.of(), Map.of(), null))
                        .amount();
    }

    /** Which kind. */
    enum Kind {
        FIRST,
        SECOND
    }

    /** What an account holds. */
    @Parcelable
    record Entry(
            long amount,
            Detail detail,
            String note,
            @Nullable String remark,
            Kind kind,
            List<Long> parts,
            Map<String, Long> tags,
            @Nullable IBinder owner) {}

    /** More about it. */
    @Parcelable
    record Detail(String text, int level) {}
}
