package io.bindery.internal.linux;

/**
 * The numbers in which the supported processors differ. System calls newer than Linux 5.1 have the same number on both
 * and stand beside their use.
 */
enum Architecture {
    X86_64(202, 319, 332, 186, 0x1_0000, 0x2_0000, true),
    AARCH64(98, 279, 291, 178, 0x4000, 0x8000, false);

    static final Architecture CURRENT = detect(System.getProperty("os.name"), System.getProperty("os.arch"));

    final int futexNumber;
    final int memfdCreateNumber;
    final int statxNumber;
    final int gettidNumber;
    final int openDirectoryFlag;
    final int openNoFollowFlag;

    /** {@code struct epoll_event} is packed on x86-64 only, so that its 32-bit ABI shares the layout. */
    final boolean epollEventPacked;

    Architecture(
            int futexNumber,
            int memfdCreateNumber,
            int statxNumber,
            int gettidNumber,
            int openDirectoryFlag,
            int openNoFollowFlag,
            boolean epollEventPacked) {
        this.futexNumber = futexNumber;
        this.memfdCreateNumber = memfdCreateNumber;
        this.statxNumber = statxNumber;
        this.gettidNumber = gettidNumber;
        this.openDirectoryFlag = openDirectoryFlag;
        this.openNoFollowFlag = openNoFollowFlag;
        this.epollEventPacked = epollEventPacked;
    }

    static Architecture detect(String osName, String osArch) {
        if (!"Linux".equals(osName)) {
            throw unsupported(osName, osArch);
        }
        return switch (osArch) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64" -> AARCH64;
            default -> throw unsupported(osName, osArch);
        };
    }

    /** An Error, since only an Error leaves a static initializer with its own message on top. */
    private static UnsatisfiedLinkError unsupported(String osName, String osArch) {
        return new UnsatisfiedLinkError("Bindery runs on Linux on x86-64 or aarch64, not here: os.name=" + osName
                + " os.arch=" + osArch + "; run it on a supported machine");
    }
}
