/**
 * The system calls of Bindery, through {@code java.lang.foreign}: the only package that owns a {@code Linker}. It knows
 * Linux and nothing of rings, sessions or Binder objects.
 *
 * <p>Read {@link io.bindery.internal.linux.Native} first (how a call is linked, how errno gets back), then
 * {@link io.bindery.internal.linux.SystemCallException} (how a failure reads), then the concern that you need: memory
 * ({@code Memfd}, {@code Mapping}), waiting ({@code Futex}, {@code FutexWaiters}, {@code Epoll}, {@code EventFd}),
 * sockets ({@code UnixSocket}, {@code SocketMessage}), processes and threads ({@code Processes}, {@code Threads}), files
 * ({@code FileDescriptors}, {@code FileLock}, {@code Directories}), and {@code SystemFeatures} for what the running
 * kernel lacks.
 *
 * <p>Descriptors are {@code int}, addresses are {@code long}. Results follow one rule everywhere:
 * <ul>
 *   <li>what happens in normal operation (no data yet, interrupted, timed out) comes back as a <em>negative errno</em>;
 *       each method lists which;
 *   <li>what the environment or a peer causes (limits, permissions, missing files, odd descriptors) is a checked
 *       {@link io.bindery.internal.linux.SystemCallException};
 *   <li>what only a mistake of ours can cause (unmapped address, descriptor closed twice) is an
 *       {@code IllegalStateException} with the same wording.
 * </ul>
 */
@NullMarked
package io.bindery.internal.linux;

import org.jspecify.annotations.NullMarked;
