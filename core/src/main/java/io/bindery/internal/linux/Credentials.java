package io.bindery.internal.linux;

/**
 * Who a process is, as the kernel says it ({@code struct ucred}), translated into the namespaces of the reader.
 *
 * @param pid process id; 0 if the process is not visible in the reader's pid namespace
 * @param uid effective user id
 * @param gid effective group id
 */
public record Credentials(int pid, int uid, int gid) {
    static final int BYTES = 12;
}
