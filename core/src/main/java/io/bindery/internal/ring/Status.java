package io.bindery.internal.ring;

/** What ring operations return instead of an offset or a commit word. Expected outcomes: no exception, no garbage. */
public final class Status {
    /** A claim found no room; nothing has changed. */
    public static final int FULL = -1;

    /** A poll found no new record; nothing has changed. No commit word is ever zero. */
    public static final int EMPTY = 0;

    private Status() {}
}
