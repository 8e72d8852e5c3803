package io.bindery.transport;

import java.lang.foreign.MemorySegment;

/** What a session tells the driver. All methods are called on the control thread and must not block. */
public interface SessionListener {
    /** The peer has opened a lane on which it starts calls. It is parked on the doorbell. */
    void onSyncLane(SyncLane lane);

    /** The peer has opened its lane for oneway calls. It is parked on the doorbell. */
    void onOnewayLane(OnewayReceiver lane);

    /** The peer rang: something may have arrived on a lane that is parked on the doorbell. */
    void onDoorbell();

    /** A message of the peer's driver; valid during the call. */
    void onMessage(MemorySegment message);

    /** The session has ended; called once. */
    void onClosed(String reason);
}
