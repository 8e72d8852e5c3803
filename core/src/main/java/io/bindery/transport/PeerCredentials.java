package io.bindery.transport;

/**
 * Who the peer is, as the kernel says.
 *
 * @param pid process id in our pid namespace; 0 if it has none there
 * @param uid effective user id when the session was opened
 * @param gid effective group id when the session was opened
 */
public record PeerCredentials(int pid, int uid, int gid) {}
