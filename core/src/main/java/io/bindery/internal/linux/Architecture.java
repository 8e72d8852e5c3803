package io.bindery.internal.linux;

/**
 * The numbers in which the supported processors differ. System calls newer than Linux 5.1 have the same number on both
 * and stand beside their use.
 */
enum Architecture {
    X86_64(202, 319, 332, 186, 140, 141, 234, 0x1_0000, 0x2_0000, true, 160),
    AARCH64(98, 279, 291, 178, 141, 140, 131, 0x4000, 0x8000, false, 432);

    static final Architecture CURRENT = detect(System.getProperty("os.name"), System.getProperty("os.arch"));

    final int futexNumber;
    final int memfdCreateNumber;
    final int statxNumber;
    final int gettidNumber;
    final int getPriorityNumber;
    final int setPriorityNumber;
    final int tgkillNumber;
    final int openDirectoryFlag;
    final int openNoFollowFlag;

    /** {@code struct epoll_event} is packed on x86-64 only, so that its 32-bit ABI shares the layout. */
    final boolean epollEventPacked;

    /** Where {@code ucontext_t} holds the stack pointer. */
    final int stackPointerOffset;

    Architecture(
            int futexNumber,
            int memfdCreateNumber,
            int statxNumber,
            int gettidNumber,
            int getPriorityNumber,
            int setPriorityNumber,
            int tgkillNumber,
            int openDirectoryFlag,
            int openNoFollowFlag,
            boolean epollEventPacked,
            int stackPointerOffset) {
        this.futexNumber = futexNumber;
        this.memfdCreateNumber = memfdCreateNumber;
        this.statxNumber = statxNumber;
        this.gettidNumber = gettidNumber;
        this.getPriorityNumber = getPriorityNumber;
        this.setPriorityNumber = setPriorityNumber;
        this.tgkillNumber = tgkillNumber;
        this.openDirectoryFlag = openDirectoryFlag;
        this.openNoFollowFlag = openNoFollowFlag;
        this.epollEventPacked = epollEventPacked;
        this.stackPointerOffset = stackPointerOffset;
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
