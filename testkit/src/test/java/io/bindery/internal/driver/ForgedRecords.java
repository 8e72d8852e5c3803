package io.bindery.internal.driver;

import io.bindery.BinderProxy;
import io.bindery.RemoteException;
import io.bindery.internal.memory.Memory;
import io.bindery.system.Eventually;
import io.bindery.transport.Lane;
import io.bindery.transport.SyncLane;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** What no correct peer sends. */
public final class ForgedRecords {
    private static final int MEMORY = 7;

    private ForgedRecords() {}

    /** A proxy of a handle that the owner never gave. */
    public static BinderProxy withHandle(BinderProxy proxy, int handle) {
        return new BpBinder(((BpBinder) proxy).peer, handle, null);
    }

    /** Sends a request with one object in its table, of which the peer knows nothing. */
    public static void sendObject(BinderProxy proxy, int code, int kind, byte[] fields) throws RemoteException {
        SyncLane ignored = send((BpBinder) proxy, code, kind, fields);
    }

    /** As {@link #sendObject}, and returns the message of the failure that the peer answers with. */
    public static @Nullable String failureOf(BinderProxy proxy, int code, int kind, byte[] fields)
            throws RemoteException {
        SyncLane lane = send((BpBinder) proxy, code, kind, fields);
        Eventually.await("reply", lane::hasRecord);
        int length = Lane.length(lane.poll());
        long at = lane.receivedAddress();
        DriverParcel reply = new DriverParcel();
        reply.openReceived(at + RecordHeader.REPLY_BYTES, length - RecordHeader.REPLY_BYTES);
        reply.setStatus(RecordHeader.status(at));
        try {
            reply.readException();
            return null;
        } catch (RemoteException | RuntimeException e) {
            return e.getMessage();
        }
    }

    /** Sends a request with shared memory that is not as it should be; returns what the peer answers. */
    public static @Nullable String sendMemory(BinderProxy proxy, int code, int descriptor, long size)
            throws RemoteException {
        long[] number = new long[1];
        boolean sent =
                ((BpBinder) proxy).peer.session().sendDescriptors(new int[] {descriptor}, 1, number, 1_000_000_000);
        if (!sent) {
            throw new IllegalStateException("not sent");
        }
        ByteBuffer fields = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        fields.putInt(1_000_000 + descriptor).putLong(number[0]).putLong(size);
        return failureOf(proxy, code, MEMORY, fields.array());
    }

    private static SyncLane send(BpBinder target, int code, int kind, byte[] fields) throws RemoteException {
        SyncLane lane = target.peer.session().openSyncLane();
        int parcelBytes = Long.BYTES;
        int tableBytes = 8 + fields.length;
        int length = RecordHeader.REQUEST_BYTES + parcelBytes + tableBytes;
        long at = lane.claim(length);
        Memory.putLong(at + RecordHeader.REQUEST_BYTES, 0x424e4452L);
        long table = at + RecordHeader.REQUEST_BYTES + parcelBytes;
        Memory.putInt(table, 0);
        Memory.putInt(table + 4, kind);
        for (int i = 0; i < fields.length; i++) {
            Memory.putByte(table + 8 + i, fields[i]);
        }
        RecordHeader.putRequest(at, target.handle, code, 0, 0, 0, tableBytes);
        long ignored = lane.sendRequest(RecordHeader.REQUEST, length);
        return lane;
    }
}
