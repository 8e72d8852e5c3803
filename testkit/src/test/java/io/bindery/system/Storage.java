package io.bindery.system;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.ParcelFileDescriptor;
import io.bindery.Parcelable;
import io.bindery.RemoteException;
import io.bindery.SharedMemory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What travels beside the bytes of a parcel, in each place where it may stand. */
@BinderInterface
public interface Storage extends IInterface {
    /** Memory, and perhaps a file, by value and name. */
    @Parcelable
    record Bundle(
            String name, SharedMemory memory, @Nullable ParcelFileDescriptor file) {}

    ParcelFileDescriptor open(String path) throws RemoteException;

    String read(ParcelFileDescriptor file) throws RemoteException;

    @Nullable
    ParcelFileDescriptor same(@Nullable ParcelFileDescriptor file) throws RemoteException;

    List<String> readAll(List<ParcelFileDescriptor> files) throws RemoteException;

    SharedMemory keep(SharedMemory memory) throws RemoteException;

    @Nullable
    SharedMemory kept(@Nullable SharedMemory other) throws RemoteException;

    Bundle bundle(Bundle bundle) throws RemoteException;

    @Oneway
    void drop(SharedMemory memory) throws RemoteException;
}
