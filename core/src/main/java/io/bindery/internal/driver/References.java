package io.bindery.internal.driver;

import io.bindery.BadParcelableException;
import io.bindery.Binder;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.internal.memory.Memory;
import io.bindery.transport.InstanceId;
import java.lang.foreign.ValueLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Translates the binders of a parcel as it crosses a session, into and out of the object table behind it. Each entry
 * begins with the binder's offset in the parcel and its kind; little endian.
 * <pre>
 * OWN     the sender's object       handle 4, token 16
 * YOURS   the receiver's object     handle 4
 * FOREIGN a third process's object  pin 8, token 16, instance 16, uid 4, pid 4, endpoint: length 4, UTF-8
 * </pre>
 * A table is copied out of the peer's memory before it is read.
 */
final class References {
    static final byte[] NONE = {};

    private static final int OWN = 1;
    private static final int YOURS = 2;
    private static final int FOREIGN = 3;

    private static final int MOST_BYTES_PER_ENTRY = 68;

    private final Peer peer;

    References(Peer peer) {
        this.peer = peer;
    }

    // ---- out

    /** Returns the table for a parcel that goes to this peer, and counts the references. */
    byte[] write(ObjectTable objects) throws RemoteException {
        int bytes = 0;
        for (int i = 0; i < objects.count(); i++) {
            bytes += MOST_BYTES_PER_ENTRY;
            if (objects.binder(i) instanceof BpBinder proxy && proxy.peer != peer) {
                bytes += proxy.peer.endpoint().length();
            }
        }
        if (bytes > RecordHeader.MAX_OBJECT_BYTES) {
            throw new RemoteException("too many binders in one parcel: count=" + objects.count());
        }
        ByteBuffer table = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < objects.count(); i++) {
            table.putInt(objects.offset(i));
            write(table, objects.binder(i));
        }
        byte[] result = new byte[table.position()];
        table.get(0, result);
        return result;
    }

    private void write(ByteBuffer table, IBinder binder) {
        switch (binder) {
            case Binder own -> {
                BBinder node = BinderAccess.get().node(own);
                table.putInt(OWN).putInt(peer.exports.export(node));
                putToken(table, node.token());
            }
            case BpBinder proxy -> write(table, proxy);
            default ->
                throw new IllegalArgumentException("neither Binder nor BinderProxy can be sent: class="
                        + binder.getClass().getName());
        }
    }

    private void write(ByteBuffer table, BpBinder proxy) {
        if (proxy.peer == peer) {
            table.putInt(YOURS).putInt(proxy.handle);
            return;
        }
        BBinder.Token token = proxy.token;
        if (token == null) {
            throw new IllegalArgumentException("the service manager itself cannot be passed on: look it up there");
        }
        table.putInt(FOREIGN).putLong(peer.pin(proxy));
        putToken(table, token);
        InstanceId owner = proxy.peer.instance;
        table.putLong(owner.high()).putLong(owner.low());
        table.putInt(proxy.peer.uid).putInt(proxy.peer.pid);
        byte[] endpoint = proxy.peer.endpoint().getBytes(StandardCharsets.UTF_8);
        table.putInt(endpoint.length).put(endpoint);
    }

    private static void putToken(ByteBuffer table, BBinder.Token token) {
        table.putLong(token.high()).putLong(token.low());
    }

    /** Copies a table behind its parcel. */
    static void put(long at, byte[] table) {
        if (table.length != 0) {
            Memory.copyFromArray(table, ValueLayout.JAVA_BYTE, at, table.length);
        }
    }

    // ---- in

    /** Reads the table of a parcel of {@code size} bytes that came from this peer. */
    void read(ObjectTable objects, long at, int bytes, int size) {
        byte[] copy = new byte[bytes];
        Memory.copyToArray(at, ValueLayout.JAVA_BYTE, copy, bytes);
        ByteBuffer table = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (table.hasRemaining()) {
                int offset = table.getInt();
                if (offset < 0 || offset > size - io.bindery.Parcel.BINDER_SIZE) {
                    throw peer.violation("a binder outside its parcel: offset=" + offset + " size=" + size);
                }
                objects.add(offset, read(table));
            }
        } catch (BufferUnderflowException e) {
            throw peer.violation("malformed object table: bytes=" + bytes);
        }
    }

    private IBinder read(ByteBuffer table) {
        int kind = table.getInt();
        return switch (kind) {
            case OWN -> peer.proxies.receive(table.getInt(), getToken(table));
            case YOURS -> own(table.getInt());
            case FOREIGN -> foreign(table);
            default -> throw peer.violation("unknown kind of binder: kind=" + kind);
        };
    }

    private IBinder own(int handle) {
        BBinder node = peer.exports.find(handle);
        if (node == null || handle == RecordHeader.DRIVER_HANDLE) {
            throw new BadParcelableException("a binder of ours that the sender does not hold: handle=" + handle);
        }
        return node.binder;
    }

    private IBinder foreign(ByteBuffer table) {
        long pin = table.getLong();
        BBinder.Token token = getToken(table);
        InstanceId owner = new InstanceId(table.getLong(), table.getLong());
        int uid = table.getInt();
        int pid = table.getInt();
        int length = table.getInt();
        if (length < 0 || length > table.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] endpoint = new byte[length];
        table.get(endpoint);
        try {
            return peer.context.redeem(owner, new String(endpoint, StandardCharsets.UTF_8), token, uid, pid);
        } finally {
            peer.sendAcknowledge(pin);
        }
    }

    private static BBinder.Token getToken(ByteBuffer table) {
        return new BBinder.Token(table.getLong(), table.getLong());
    }
}
