package io.bindery;

import io.bindery.internal.driver.CallerIdentity;
import io.bindery.internal.linux.Accounts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who may call: what {@link AllowUid} and {@link AllowGid} say, for generated stubs. Names of users and groups are looked
 * up when the guard is made, and stay what they were.
 *
 * <p><b>Threading:</b> any thread; nothing is allocated where the caller is admitted by its uid.
 */
public final class CallerGuard {
    private static final Logger LOGGER = System.getLogger("io.bindery.guard");

    private final int[] uids;
    private final int[] gids;
    private final String rule;

    private CallerGuard(int[] uids, int[] gids, String rule) {
        this.uids = uids;
        this.gids = gids;
        this.rule = rule;
    }

    /**
     * A guard that admits the users, and the members of the groups.
     *
     * @param uids names or numbers of users; may be empty
     * @param gids names or numbers of groups; may be empty
     */
    public static CallerGuard allowing(String[] uids, String[] gids) {
        String rule = uids.length == 0 ? "" : rule("AllowUid", uids);
        if (gids.length != 0) {
            rule += (rule.isEmpty() ? "" : " ") + rule("AllowGid", gids);
        }
        return new CallerGuard(
                resolve(uids, Accounts::uidOf, "user", rule), resolve(gids, Accounts::gidOf, "group", rule), rule);
    }

    private static String rule(String annotation, String[] allowed) {
        return Arrays.stream(allowed).collect(Collectors.joining(", ", "@" + annotation + "(", ")"));
    }

    private static int[] resolve(String[] names, Function<String, OptionalInt> lookUp, String kind, String rule) {
        return Arrays.stream(names)
                .map(name -> {
                    OptionalInt id =
                            isNumber(name) ? OptionalInt.of(Integer.parseUnsignedInt(name)) : lookUp.apply(name);
                    if (id.isEmpty()) {
                        LOGGER.log(
                                Level.WARNING,
                                "a guard names a " + kind
                                        + " that this machine does not know, and admits nobody by it: " + kind + "="
                                        + name + " rule=" + rule);
                    }
                    return id;
                })
                .flatMapToInt(OptionalInt::stream)
                .toArray();
    }

    private static boolean isNumber(String name) {
        return name.chars().allMatch(Character::isDigit);
    }

    /**
     * Checks the process whose transaction this thread handles; outside of one, this process.
     *
     * @param method the method that is called, for the message
     * @throws SecurityException if it is not admitted: names its uid, the method and the rule
     */
    public void check(String method) {
        int uid = Binder.getCallingUid();
        for (int allowed : uids) {
            if (allowed == uid) {
                return;
            }
        }
        for (int allowed : gids) {
            if (CallerIdentity.isCallerInGroup(allowed)) {
                return;
            }
        }
        throw new SecurityException(method + " may not be called by this process: uid=" + Integer.toUnsignedString(uid)
                + " gid=" + Integer.toUnsignedString(CallerIdentity.callingGid()) + " rule=" + rule);
    }

    @Override
    public String toString() {
        return "CallerGuard[" + rule + "]";
    }
}
