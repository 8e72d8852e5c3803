package io.bindery;

import org.jspecify.annotations.Nullable;

/**
 * Told by peers, some time later, what became of oneway calls that were accepted: {@link BinderContext#setOnewayListener}. What
 * is not told is that a call has run, and that its handler has thrown.
 *
 * <p><b>Threading:</b> a looper thread; the reports of one peer one after the other.
 */
public interface OnewayListener {
    /**
     * A peer could not run calls of this process.
     *
     * @param pid of the peer
     * @param target the object; null if its proxy is closed or collected, or the report stands for several objects
     * @param code of the transaction; 0 if the report stands for several
     * @param calls how many
     */
    void onRefused(int pid, @Nullable IBinder target, int code, long calls, String reason);

    /**
     * A peer suspects this process of spamming: its calls wait there and take more than four fifths of what they may. Told
     * once; and again when they had come below the half and have risen once more.
     *
     * @param target the object of the call that was one too many; null if its proxy is closed or collected
     * @param waitingCalls how many calls of this process wait at that peer
     * @param waitingBytes how much they take
     */
    void onSpamSuspected(int pid, @Nullable IBinder target, int waitingCalls, int waitingBytes);
}
