package io.bindery.internal.ring;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Runs a test on a random generator, and names the seed when it fails, so that the run can be repeated. */
final class Seed {
    private static final String PROPERTY = "bindery.test.seed";

    private Seed() {}

    static void run(Consumer<RandomGenerator> test) {
        long seed = Long.getLong(PROPERTY, new SplittableRandom().nextLong());
        try {
            test.accept(new SplittableRandom(seed));
        } catch (Throwable failure) {
            throw new AssertionError("failed, repeat it with -D" + PROPERTY + "=" + seed, failure);
        }
    }
}
