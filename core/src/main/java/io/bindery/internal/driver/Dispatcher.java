package io.bindery.internal.driver;

import io.bindery.BadParcelableException;
import io.bindery.IBinder;
import io.bindery.RemoteException;
import io.bindery.internal.memory.Memory;
import io.bindery.transport.Lane;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.SyncLane;
import org.jspecify.annotations.Nullable;

/** Serves one request: finds the object, runs its handler with the caller's identity, and sends the reply. */
final class Dispatcher {
    private static final BinderAccess ACCESS = BinderAccess.get();

    private Dispatcher() {}

    /**
     * Serves the request that was polled from a sync lane, and replies on it.
     *
     * @throws ProtocolViolationException if the request is malformed; the session is closed
     */
    static void serve(ThreadState self, CallLane callLane, long polled) {
        SyncLane lane = callLane.lane;
        Peer peer = callLane.peer;
        long at = lane.receivedAddress();
        int length = Lane.length(polled);
        if (Lane.kind(polled) != RecordHeader.REQUEST || length < RecordHeader.REQUEST_BYTES) {
            throw peer.violation("malformed request: kind=" + Lane.kind(polled) + " length=" + length);
        }
        int mark = lane.hold();
        lane.markTaken();
        ReplyFrame frame = callLane.replyFrame;
        ServeFrame parcels = self.enter(peer, callLane, RecordHeader.chain(at));
        DriverParcel reply = parcels.reply;
        try {
            reply.openReply(frame);
            handle(self, peer, parcels.request, reply, at, length);
            reply.closeReply();
            self.leaveChainOf(parcels); // before the reply: the chain goes on without this thread
            lane.release(mark);
            sendReply(peer, callLane, frame, reply);
        } finally {
            self.leave(); // the rest: it does not keep the reply waiting
        }
        parcels.endUse();
    }

    private static void handle(
            ThreadState self, Peer peer, DriverParcel request, DriverParcel reply, long at, int length) {
        int handle = RecordHeader.handle(at);
        int code = RecordHeader.code(at);
        BBinder node = peer.exports.find(handle);
        if (node == null) {
            discardObjects(peer, at, length);
            refuse(peer, reply, handle);
        } else if (self.depth() > ThreadState.UNCHECKED_DEPTH) {
            serveDeep(self, node, code, peer, request, reply, at, length);
        } else {
            serve(node, code, peer, request, reply, at, length);
        }
    }

    private static void serveDeep(
            ThreadState self,
            BBinder node,
            int code,
            Peer peer,
            DriverParcel request,
            DriverParcel reply,
            long at,
            int length) {
        String refusal = self.nestedTooDeep();
        if (refusal == null) {
            serve(node, code, peer, request, reply, at, length);
        } else {
            discardObjects(peer, at, length);
            reply.writeFailure(ReplyStatus.NESTED_TOO_DEEP, refusal);
        }
    }

    private static void refuse(Peer peer, DriverParcel reply, int handle) {
        if (peer.exports.findHidden(handle) != null) {
            peer.context.freezer().onSyncRefused(); // even if it has just been thawed: the call is refused
            reply.writeFailure(ReplyStatus.FROZEN, "the owner is frozen: handle=" + handle);
        } else {
            reply.writeFailure(
                    ReplyStatus.UNKNOWN_HANDLE, "the owner knows no object of this handle: handle=" + handle);
        }
    }

    private static void serve(
            BBinder node, int code, Peer peer, DriverParcel request, DriverParcel reply, long at, int length) {
        int flags;
        try {
            flags = open(peer, request, at, length);
        } catch (BadParcelableException e) {
            reply.writeException(e);
            return;
        } catch (DescriptorsLostException e) {
            reply.writeFailure(ReplyStatus.DESCRIPTORS_LOST, e.getMessage());
            return;
        }
        if ((flags & IBinder.FLAG_CLEAR_BUF) != 0) {
            reply.markSensitive();
        }
        boolean ignored = run(node, code, request, reply, flags & 0xff);
    }

    /** Gives back what comes with a request or a oneway call that is not served. */
    static void discardObjects(Peer peer, long at, int length) {
        int objectBytes = RecordHeader.flagsAndObjectBytes(at) >>> 8;
        if (objectBytes > length - RecordHeader.REQUEST_BYTES) {
            throw peer.violation("malformed request: length=" + length + " objectBytes=" + objectBytes);
        }
        if (objectBytes != 0) {
            peer.references.discard(at + length - objectBytes, objectBytes);
        }
    }

    /**
     * Makes {@code request} show the arguments, and returns the flags.
     *
     * @throws BadParcelableException if it names an object that the sender does not hold
     * @throws DescriptorsLostException if descriptors did not reach this process
     */
    static int open(Peer peer, DriverParcel request, long at, int length) throws DescriptorsLostException {
        int flags = RecordHeader.flagsAndObjectBytes(at);
        int objectBytes = flags >>> 8;
        int size = length - RecordHeader.REQUEST_BYTES - objectBytes;
        if (size < 0 || (flags & 0xff & ~TransactionFlags.KNOWN) != 0) {
            throw peer.violation(
                    "malformed request: length=" + length + " objectBytes=" + objectBytes + " flags=" + (flags & 0xff));
        }
        long data = at + RecordHeader.REQUEST_BYTES;
        peer.open(request, data, size);
        request.setToken(RecordHeader.token(at));
        if ((flags & IBinder.FLAG_CLEAR_BUF) != 0) {
            request.markSensitive();
        }
        if (objectBytes != 0) {
            peer.references.read(request.objects(), data + size, objectBytes, size);
        }
        return flags;
    }

    /** Returns false if the object does not know the code. */
    private static boolean run(BBinder node, int code, DriverParcel request, @Nullable DriverParcel reply, int flags) {
        try {
            boolean known = ReservedTransactions.isUserCode(code)
                    ? ACCESS.onTransact(node.handler, code, request, reply, flags)
                    : runReserved(node, code, request, reply, flags);
            if (!known && reply != null) {
                reply.writeFailure(ReplyStatus.UNKNOWN_TRANSACTION, unknown(node, code));
            }
            return known;
        } catch (RemoteException | RuntimeException e) {
            report(node, code, reply, e);
        } catch (Error e) {
            report(node, code, reply, new RemoteException(e.toString(), e));
        }
        return true;
    }

    private static boolean runReserved(
            BBinder node, int code, DriverParcel request, @Nullable DriverParcel reply, int flags)
            throws RemoteException {
        return Recording.answer(node, code, request)
                || ReservedTransactions.answer(node.binder, code, reply)
                || ACCESS.onTransact(node.handler, code, request, reply, flags);
    }

    private static String unknown(BBinder node, int code) {
        return "the object does not know the transaction: " + node.describe(code);
    }

    private static void report(BBinder node, int code, @Nullable DriverParcel reply, Exception thrown) {
        if (reply == null) {
            node.onOnewayFailure(code, thrown);
        } else {
            reply.writeException(thrown);
        }
    }

    /** Runs the handler of a oneway call. {@code record} shows a private copy of the whole record. */
    static void openAndRun(Peer peer, BBinder node, DriverParcel record) {
        long at = record.address();
        int handle = RecordHeader.handle(at);
        int code = RecordHeader.code(at);
        int flags = RecordHeader.flagsAndObjectBytes(at);
        int objectBytes = flags >>> 8;
        if ((flags & IBinder.FLAG_CLEAR_BUF) != 0) {
            record.markSensitive();
        }
        int size = record.dataSize() - RecordHeader.REQUEST_BYTES - objectBytes;
        if (size < 0 || (flags & 0xff & ~TransactionFlags.KNOWN) != 0) {
            peer.session()
                    .close("malformed oneway call: parcelBytes=" + size + " objectBytes=" + objectBytes + " flags="
                            + (flags & 0xff));
            return;
        }
        record.narrow(RecordHeader.REQUEST_BYTES, size);
        record.setToken(RecordHeader.token(at));
        if (objectBytes != 0) {
            try {
                peer.references.read(record.objects(), record.address() + size, objectBytes, size);
            } catch (BadParcelableException e) {
                peer.onRefusedOneway(handle, code, ReplyStatus.EX_BAD_PARCELABLE);
                return;
            } catch (DescriptorsLostException e) {
                peer.onRefusedOneway(handle, code, ReplyStatus.DESCRIPTORS_LOST);
                return;
            } catch (ProtocolViolationException e) {
                return; // it has ended the session, with its reason
            }
        }
        if (!run(node, code, record, null, flags & 0xff)) {
            peer.onRefusedOneway(handle, code, ReplyStatus.UNKNOWN_TRANSACTION);
        }
    }

    private static void sendReply(Peer peer, CallLane callLane, ReplyFrame frame, DriverParcel reply) {
        SyncLane lane = callLane.lane;
        byte[] objects = References.NONE;
        if (reply.hasObjects()) {
            try {
                objects = writeObjects(peer, reply);
            } catch (RemoteException | RuntimeException e) {
                frame.abort(reply);
                reply.writeFailure(ReplyStatus.of(e), ReplyStatus.message(e));
            }
        }
        int size = reply.dataSize();
        int length = RecordHeader.REPLY_BYTES + size + objects.length;
        long at = frame.take();
        if (at < 0 || objects.length != 0) {
            at = claimReply(lane, reply, length);
            if (at < 0) {
                peer.references.abandon(objects);
                reply.writeFailure(
                        ReplyStatus.REPLY_TOO_LARGE,
                        "the result is too large: bytes=" + length + " limit=" + lane.maxLength());
                size = reply.dataSize();
                objects = References.NONE;
                length = RecordHeader.REPLY_BYTES + size;
                at = claimReply(lane, reply, length);
            }
        }
        References.put(at + RecordHeader.REPLY_BYTES + size, objects);
        int flags = 0;
        if (reply.isSensitive()) {
            flags = IBinder.FLAG_CLEAR_BUF;
            callLane.onSensitiveResult(at, length);
        }
        RecordHeader.putReply(at, reply.status(), flags, objects.length);
        lane.sendReply(RecordHeader.REPLY, length);
    }

    private static byte[] writeObjects(Peer peer, DriverParcel reply) throws RemoteException {
        byte[] objects = peer.references.write(reply.objects(), DriverCall.DESCRIPTORS_TIMEOUT_NS);
        if (objects == null) {
            throw DriverCall.descriptorsNotTaken(peer, DriverCall.DESCRIPTORS_TIMEOUT_NS);
        }
        return objects;
    }

    /** Claims {@code length} bytes and brings what was written so far into the claim. */
    private static long claimReply(SyncLane lane, DriverParcel reply, int length) {
        long source = reply.address();
        lane.abort();
        long at = lane.claimReply(length);
        if (at >= 0 && at + RecordHeader.REPLY_BYTES != source) {
            Memory.copy(source, at + RecordHeader.REPLY_BYTES, reply.dataSize());
            if (reply.isSensitive() && !reply.isPrivate()) {
                Memory.clear(source, reply.dataSize());
            }
        }
        return at;
    }
}
