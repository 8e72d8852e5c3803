package io.bindery;

/**
 * What a frozen process has missed. See {@link BinderContext#frozenInfo}.
 *
 * @param frozen whether it is frozen
 * @param syncReceived whether a call that waits for its result was refused since it was frozen last
 * @param asyncReceived whether a oneway call has come since then; it waits, or was delivered when the process was thawed
 */
public record FrozenInfo(boolean frozen, boolean syncReceived, boolean asyncReceived) {}
