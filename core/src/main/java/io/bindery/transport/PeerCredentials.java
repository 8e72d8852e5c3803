package io.bindery.transport;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who the peer is, as the kernel says.
 *
 * @param pid process id in our pid namespace; 0 if it has none there
 * @param uid effective user id when the session was opened
 * @param gid effective group id when the session was opened
 * @param groups supplementary group ids when the session was opened
 * @param securityContext what a security module of the kernel calls the peer; null where there is none
 */
public record PeerCredentials(
        int pid,
        int uid,
        int gid,
        List<Integer> groups,
        @Nullable String securityContext) {
    public PeerCredentials {
        groups = List.copyOf(groups);
    }

    /** A peer of which nothing more is known. */
    public PeerCredentials(int pid, int uid, int gid) {
        this(pid, uid, gid, List.of(), null);
    }
}
