package io.bindery.internal.shm;

/**
 * Byte layout of an outbox: the memory that one process writes for one lane. Format version {@value #VERSION}, little
 * endian. Each field that changes with every call has a cache line of its own.
 * <pre>
 * offset bytes field       written by  access   meaning
 *      0     4 magic       owner       plain    {@value #MAGIC}; before the descriptor is sent
 *      4     4 version     owner       plain    refuse if unknown
 *      8     4 ringBytes   owner       plain    length of the ring that follows; 0 = none
 *     64     4 parked      owner       release  how the owner waits on this lane: low 2 bits the mode, then an epoch
 *     68     4 cpu         owner       opaque   one past the CPU of the owner's thread when it last began to wait; 0 = unknown
 *    128     4 taken       owner       release  one past the sequence of the last request that the owner began to serve
 *    192     8 head        owner       release  position up to which the owner has used the peer's stream ring, bytes
 *    200     4 roomBell    owner       release  futex word: incremented when head moves and the peer waits for room
 *    256     4 wantRoom    owner       release  1 = the owner waits for room in its own stream ring
 *    320     4 bell        owner       release  futex word: incremented when a stream record wakes the peer
 *   4096     - ring        owner                see RecordLayout; mapped twice, back to back
 * </pre>
 */
final class OutboxLayout {
    static final int MAGIC = 0x42_4e_44_59;
    static final int VERSION = 1;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 4;
    static final int RING_BYTES_OFFSET = 8;
    static final int PARKED_OFFSET = 64;
    static final int CPU_OFFSET = 68;
    static final int TAKEN_OFFSET = 128;
    static final int HEAD_OFFSET = 192;
    static final int ROOM_BELL_OFFSET = 200;
    static final int WANT_ROOM_OFFSET = 256;
    static final int BELL_OFFSET = 320;
    static final int RING_OFFSET = 4096;

    static final int PARKED_MODE_MASK = 3;
    static final int PARKED_EPOCH_ONE = 4;

    private OutboxLayout() {}
}
