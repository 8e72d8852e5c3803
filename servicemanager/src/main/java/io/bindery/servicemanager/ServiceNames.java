package io.bindery.servicemanager;

/** What a service may be called. */
final class ServiceNames {
    static final int MAX_LENGTH = 127;

    private ServiceNames() {}

    /**
     * Returns {@code name}.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    static String check(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a service name has 1 to " + MAX_LENGTH + " characters: length=" + name.length());
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isAllowed(name.charAt(i))) {
                throw new IllegalArgumentException(
                        "a service name consists of A-Z a-z 0-9 . _ - and /: name=" + name + " index=" + i);
            }
        }
        return name;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || ".-_/".indexOf(c) >= 0;
    }
}
