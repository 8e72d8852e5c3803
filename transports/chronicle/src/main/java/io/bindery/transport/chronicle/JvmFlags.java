package io.bindery.transport.chronicle;

import java.util.ArrayList;
import java.util.List;

/** What Chronicle Queue needs of the JVM: reflection into packages that the JDK keeps to itself. */
final class JvmFlags {
    private static final List<String> EXPORTED = List.of("jdk.internal.ref", "sun.nio.ch");
    private static final List<String> OPENED = List.of("java.lang", "java.lang.reflect", "java.io", "java.util");

    private JvmFlags() {}

    /**
     * Finds out before Chronicle does, whose own error would name a field and no remedy.
     *
     * @throws IllegalStateException naming the flags that are missing
     */
    static void check() {
        Module base = Object.class.getModule();
        Module own = net.openhft.chronicle.core.Jvm.class.getModule();
        String to = own.isNamed() ? own.getName() : "ALL-UNNAMED";
        List<String> missing = new ArrayList<>();
        for (String name : EXPORTED) {
            if (!base.isExported(name, own)) {
                missing.add("--add-exports=java.base/" + name + "=" + to);
            }
        }
        for (String name : OPENED) {
            if (!base.isOpen(name, own)) {
                missing.add("--add-opens=java.base/" + name + "=" + to);
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("Chronicle Queue needs flags that this JVM was started without: "
                    + String.join(" ", missing) + "; transports/chronicle/jvm.flags holds all that it wants, for java"
                    + " @jvm.flags");
        }
    }
}
