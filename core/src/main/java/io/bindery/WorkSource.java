package io.bindery;

/**
 * On whose behalf a chain of calls is made: a number that means something to the processes that take part in it, such as
 * the id of a trace. It goes along with a call, and with the calls that its handler makes; it is not trusted, since every
 * process on the way can change it. See {@link Binder#setCallingWorkSource}.
 *
 * @param value the number; {@link #UNSET} for none
 * @param propagated whether the calls of this thread carry it
 */
public record WorkSource(long value, boolean propagated) {
    /** The value that stands for none; it is not carried. */
    public static final long UNSET = -1;

    /** No work source. */
    public static final WorkSource NONE = new WorkSource(UNSET, false);
}
