package io.bindery.internal.driver;

import io.bindery.BinderProxy;
import io.bindery.RemoteException;
import io.bindery.internal.memory.Memory;
import io.bindery.transport.SyncLane;

/** What no correct peer sends. */
public final class ForgedRecords {
    private ForgedRecords() {}

    /** A proxy of a handle that the owner never gave. */
    public static BinderProxy withHandle(BinderProxy proxy, int handle) {
        return new BpBinder(((BpBinder) proxy).peer, handle, null);
    }

    /** Sends a request with one object in its table, of which the peer knows nothing. */
    public static void sendObject(BinderProxy proxy, int code, int kind, byte[] fields) throws RemoteException {
        BpBinder target = (BpBinder) proxy;
        SyncLane lane = target.peer.session().openSyncLane();
        int parcelBytes = Long.BYTES;
        int tableBytes = 8 + fields.length;
        long at = lane.claim(RecordHeader.REQUEST_BYTES + parcelBytes + tableBytes);
        Memory.putLong(at + RecordHeader.REQUEST_BYTES, 0x424e4452L);
        long table = at + RecordHeader.REQUEST_BYTES + parcelBytes;
        Memory.putInt(table, 0);
        Memory.putInt(table + 4, kind);
        for (int i = 0; i < fields.length; i++) {
            Memory.putByte(table + 8 + i, fields[i]);
        }
        RecordHeader.putRequest(at, target.handle, code, 0, 0, 0, tableBytes);
        long ignored = lane.sendRequest(RecordHeader.REQUEST, RecordHeader.REQUEST_BYTES + parcelBytes + tableBytes);
    }
}
