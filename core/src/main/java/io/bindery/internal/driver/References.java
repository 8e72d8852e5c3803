package io.bindery.internal.driver;

import io.bindery.BadParcelableException;
import io.bindery.Binder;
import io.bindery.BinderProxy;
import io.bindery.IBinder;
import io.bindery.ParcelFileDescriptor;
import io.bindery.RemoteException;
import io.bindery.internal.memory.Memory;
import io.bindery.transport.InstanceId;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.Trait;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Translates what a parcel carries beside its bytes as it crosses a session, into and out of the object table behind it.
 * Each entry begins with the object's offset in the parcel and its kind; little endian.
 * <pre>
 * OWN        the sender's object       handle 4, token 16
 * YOURS      the receiver's object     handle 4
 * FOREIGN    a third process's object  pin 8, token 16, instance 16, uid 4, pid 4, place: length 4, UTF-8
 * DESCRIPTOR a file descriptor         number 8
 * DEAD       an object that is gone    reason: length 4, UTF-8
 * SOURCE     no object: see WorkSources value 8
 * MEMORY     the sender's memory       id 4, number of its descriptor 8, size 8
 * YOUR_MEMORY the receiver's memory    id 4
 * </pre>
 * A table is copied out of the peer's memory before it is read. What a table gives to the peer is counted, or sent ahead,
 * when the table is written; if its record is not sent, {@link #abandon} takes it back. What a record that cannot be
 * served gives to us, {@link #discard} gives back.
 */
final class References {
    static final byte[] NONE = {};

    private static final int OWN = 1;
    private static final int YOURS = 2;
    private static final int FOREIGN = 3;
    private static final int DESCRIPTOR = 4;
    private static final int DEAD = 5;
    private static final int MEMORY = 7;
    private static final int YOUR_MEMORY = 8;

    private static final int TOKEN_BYTES = 16;
    private static final int INSTANCE_BYTES = 16;
    private static final int MOST_BYTES_PER_ENTRY = 68;
    /** Of a reason, and of the name of an endpoint, which is a number. */
    private static final int LONGEST_TEXT = 900;

    private final Peer peer;

    References(Peer peer) {
        this.peer = peer;
    }

    // ---- out

    /**
     * Returns the table for a parcel that goes to this peer, counts the references, and sends the descriptors; null if the
     * peer has not taken those within {@code timeoutNs}. If it throws, nothing is counted and nothing sent.
     *
     * @throws IllegalStateException if a proxy among the objects is closed
     * @throws IllegalArgumentException if one of them cannot be sent to this peer
     * @throws RemoteException if there are too many
     */
    byte @Nullable [] write(ObjectTable objects, long timeoutNs) throws RemoteException {
        peer.require(Trait.DUPLEX, "an object in a parcel");
        int bytes = 0;
        for (int i = 0; i < objects.count(); i++) {
            bytes += mostBytes(objects.object(i));
        }
        if (bytes > RecordHeader.MAX_OBJECT_BYTES) {
            throw new RemoteException("too many objects in one parcel: count=" + objects.count());
        }
        long[] numbers = peer.descriptors.send(objects, timeoutNs);
        if (numbers == null) {
            return null;
        }
        ByteBuffer table = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int begun = 0;
        int sent = 0;
        boolean complete = true;
        boolean ended = false;
        try {
            for (int i = 0; i < objects.count() && complete; i++) {
                begun = table.position();
                table.putInt(objects.offset(i));
                switch (objects.object(i)) {
                    case IBinder binder -> write(table, binder);
                    case DriverMemory memory -> complete = write(table, memory, timeoutNs);
                    default -> table.putInt(DESCRIPTOR).putLong(numbers[sent++]);
                }
            }
            ended = complete;
        } finally {
            if (!ended) {
                abandon(Arrays.copyOf(table.array(), begun));
                for (int i = sent; i < numbers.length; i++) {
                    peer.descriptors.forget(numbers[i]);
                }
            }
        }
        return complete ? Arrays.copyOf(table.array(), table.position()) : null;
    }

    private boolean write(ByteBuffer table, DriverMemory memory, long timeoutNs) throws RemoteException {
        int home = memory.homeId(peer.memories);
        if (home >= 0) {
            table.putInt(YOUR_MEMORY).putInt(home);
            return true;
        }
        MemoryExports.Entry entry = peer.sharedMemory.export(memory, timeoutNs);
        if (entry == null) {
            return false;
        }
        table.putInt(MEMORY).putInt(entry.id).putLong(entry.number()).putLong(memory.size());
        return true;
    }

    private int mostBytes(Object object) {
        boolean isShort = !(object instanceof BinderProxy) || (object instanceof BpBinder proxy && proxy.peer == peer);
        return isShort ? MOST_BYTES_PER_ENTRY : MOST_BYTES_PER_ENTRY + LONGEST_TEXT;
    }

    private void write(ByteBuffer table, IBinder binder) {
        switch (binder) {
            case Binder own -> {
                BBinder node = BinderAccess.get().node(own);
                table.putInt(OWN).putInt(peer.exports.export(node));
                putToken(table, node.token());
            }
            case BpBinder proxy -> write(table, proxy);
            case DeadBinder dead -> writeDead(table, dead.deathReason());
            default ->
                throw new IllegalArgumentException("neither Binder nor BinderProxy can be sent: class="
                        + binder.getClass().getName());
        }
    }

    private void write(ByteBuffer table, BpBinder proxy) {
        proxy.checkOpen();
        if (proxy.peer == peer) {
            table.putInt(YOURS).putInt(proxy.handle);
            return;
        }
        if (proxy.peer.context != peer.context) {
            throw new IllegalArgumentException("the proxy belongs to another context, which the receiver may not be in:"
                    + " proxy=" + proxy + " itsContext=" + proxy.peer.context.name() + " context="
                    + peer.context.name());
        }
        BBinder.Token token = proxy.token;
        if (token == null) {
            throw new IllegalArgumentException("the service manager itself cannot be passed on: look it up there");
        }
        if (peer.place().isEmpty() || proxy.peer.place().isEmpty()) {
            throw new IllegalArgumentException(
                    "an object of a third process can be passed on in its own context only: owner" + " pid="
                            + proxy.peer.pid + " receiver pid=" + peer.pid + "; wrap it in an object of this process");
        }
        String reason = proxy.deathReason();
        if (reason != null) {
            writeDead(table, reason);
            return;
        }
        table.putInt(FOREIGN).putLong(peer.pin(proxy));
        putToken(table, token);
        InstanceId owner = proxy.peer.instance;
        table.putLong(owner.high()).putLong(owner.low());
        table.putInt(proxy.peer.uid).putInt(proxy.peer.pid);
        byte[] place = proxy.peer.place().getBytes(StandardCharsets.UTF_8);
        table.putInt(place.length).put(place);
    }

    private static void writeDead(ByteBuffer table, String reason) {
        int units = Math.min(reason.length(), LONGEST_TEXT / 3);
        byte[] text = reason.substring(0, units).getBytes(StandardCharsets.UTF_8);
        table.putInt(DEAD).putInt(text.length).put(text);
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

    /** The record to which a table belongs is not sent after all. */
    void abandon(byte[] written) {
        ByteBuffer table = ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN);
        while (table.hasRemaining()) {
            table.getInt();
            switch (table.getInt()) {
                case OWN -> {
                    peer.exports.release(table.getInt(), 1);
                    getToken(table);
                }
                case YOURS -> table.getInt();
                case FOREIGN -> {
                    peer.unpin(table.getLong());
                    skipForeign(table);
                }
                case DESCRIPTOR -> peer.descriptors.forget(table.getLong());
                case DEAD -> skipText(table);
                case WorkSources.KIND -> table.getLong();
                case MEMORY -> {
                    peer.sharedMemory.release(table.getInt(), 1);
                    skip(table, 2 * Long.BYTES);
                }
                case YOUR_MEMORY -> table.getInt();
                default -> throw new IllegalStateException("not a table of ours");
            }
        }
    }

    private static void skipForeign(ByteBuffer table) {
        skip(table, TOKEN_BYTES + INSTANCE_BYTES + 2 * Integer.BYTES);
        skipText(table);
    }

    private static void skipText(ByteBuffer table) {
        skip(table, textBytes(table));
    }

    private static int textBytes(ByteBuffer table) {
        int length = table.getInt();
        if (length < 0 || length > table.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }

    private static void skip(ByteBuffer table, int bytes) {
        if (bytes < 0 || bytes > table.remaining()) {
            throw new BufferUnderflowException();
        }
        table.position(table.position() + bytes);
    }

    // ---- in

    /**
     * Reads the table of a parcel of {@code size} bytes that came from this peer.
     *
     * @throws BadParcelableException if it names an object that the sender does not hold, or too many descriptors
     * @throws DescriptorsLostException if descriptors did not reach this process; then none is left
     */
    void read(ObjectTable objects, long at, int bytes, int size) throws DescriptorsLostException {
        ByteBuffer table = copy(at, bytes);
        try {
            while (table.hasRemaining()) {
                int offset = table.getInt();
                int kind = table.getInt();
                if (kind == WorkSources.KIND) {
                    WorkSources.received(table.getLong());
                } else if (offset < 0 || offset > size - io.bindery.Parcel.BINDER_SIZE) {
                    throw peer.violation("an object outside its parcel: offset=" + offset + " size=" + size);
                } else {
                    read(table, objects, offset, kind);
                }
            }
        } catch (BufferUnderflowException e) {
            throw malformed(bytes);
        } catch (BadParcelableException | DescriptorsLostException e) {
            discard(table);
            throw e;
        }
    }

    private static ByteBuffer copy(long at, int bytes) {
        byte[] copy = new byte[bytes];
        Memory.copyToArray(at, ValueLayout.JAVA_BYTE, copy, bytes);
        return ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ProtocolViolationException malformed(int bytes) {
        return peer.violation("malformed object table: bytes=" + bytes);
    }

    private void read(ByteBuffer table, ObjectTable objects, int offset, int kind) throws DescriptorsLostException {
        switch (kind) {
            case OWN -> objects.add(offset, peer.proxies.receive(table.getInt(), getToken(table)));
            case YOURS -> objects.add(offset, own(table.getInt()));
            case FOREIGN -> objects.add(offset, foreign(table));
            case DESCRIPTOR -> objects.add(offset, descriptor(objects, table.getLong()));
            case DEAD -> objects.add(offset, new DeadBinder(text(table)));
            case MEMORY -> {
                DriverMemory memory = peer.memories.receive(table.getInt(), table.getLong(), table.getLong());
                objects.addPinned(offset, memory);
            }
            case YOUR_MEMORY -> objects.addPinned(offset, ownMemory(table.getInt()));
            default -> throw peer.violation("unknown kind of object: kind=" + kind);
        }
    }

    private DriverMemory ownMemory(int id) throws DescriptorsLostException {
        DriverMemory own;
        try {
            own = peer.sharedMemory.home(id);
        } catch (IOException e) {
            throw new DescriptorsLostException("shared memory that was closed here came back: " + e.getMessage());
        }
        if (own == null) {
            throw new BadParcelableException("shared memory of ours that the sender does not hold: id=" + id);
        }
        return own;
    }

    private ParcelFileDescriptor descriptor(ObjectTable objects, long number) throws DescriptorsLostException {
        if (objects.descriptors() == peer.descriptors.limit()) {
            peer.descriptors.discard(number);
            throw new BadParcelableException("too many file descriptors in one parcel: limit="
                    + peer.descriptors.limit() + "; raise Limits.descriptorsPerMessage in both processes");
        }
        return peer.descriptors.take(number);
    }

    /** Gives back what the table of a record holds that is not served. */
    void discard(long at, int bytes) {
        discard(copy(at, bytes));
    }

    /** Gives back what a table holds from its position on. */
    private void discard(ByteBuffer table) {
        try {
            while (table.hasRemaining()) {
                table.getInt();
                int kind = table.getInt();
                switch (kind) {
                    case OWN -> {
                        peer.sendRelease(table.getInt(), 1);
                        getToken(table);
                    }
                    case YOURS -> table.getInt();
                    case FOREIGN -> {
                        peer.sendAcknowledge(table.getLong());
                        skipForeign(table);
                    }
                    case DESCRIPTOR -> peer.descriptors.discard(table.getLong());
                    case DEAD -> skipText(table);
                    case WorkSources.KIND -> table.getLong();
                    case MEMORY -> {
                        peer.sendMemoryRelease(table.getInt(), 1);
                        skip(table, 2 * Long.BYTES);
                    }
                    case YOUR_MEMORY -> table.getInt();
                    default -> throw peer.violation("unknown kind of object: kind=" + kind);
                }
            }
        } catch (BufferUnderflowException e) {
            throw malformed(table.capacity());
        }
    }

    private IBinder own(int handle) {
        BBinder node = peer.exports.findHidden(handle);
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
        String place = text(table);
        if (!ContextDirectory.isEndpointName(place)) {
            throw peer.violation("a binder whose owner has no endpoint: endpoint=" + place);
        }
        try {
            return peer.context.redeem(owner, place, token, uid, pid);
        } finally {
            peer.sendAcknowledge(pin);
        }
    }

    private static String text(ByteBuffer table) {
        byte[] text = new byte[textBytes(table)];
        table.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static BBinder.Token getToken(ByteBuffer table) {
        return new BBinder.Token(table.getLong(), table.getLong());
    }
}
