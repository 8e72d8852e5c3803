package io.bindery.internal.linux;

/**
 * What {@code statx} says about an open file.
 *
 * @param mode type and permission bits, as {@code st_mode}
 * @param uid owner
 * @param gid group
 * @param inode number of the inode
 * @param size length in bytes
 * @param allocatedBytes memory or disk space that backs the file, in bytes; less than {@code size} if it has holes
 */
public record FileStatus(int mode, int uid, int gid, long inode, long size, long allocatedBytes) {
    private static final int TYPE_MASK = 0xF000;

    public boolean isRegularFile() {
        return (mode & TYPE_MASK) == 0x8000;
    }

    public boolean isDirectory() {
        return (mode & TYPE_MASK) == 0x4000;
    }

    /** The type in words, for messages. */
    public String type() {
        return switch (mode & TYPE_MASK) {
            case 0x8000 -> "regular file";
            case 0x4000 -> "directory";
            case 0xA000 -> "symbolic link";
            case 0xC000 -> "socket";
            case 0x1000 -> "pipe";
            case 0x2000 -> "character device";
            case 0x6000 -> "block device";
            default -> "anonymous inode";
        };
    }
}
