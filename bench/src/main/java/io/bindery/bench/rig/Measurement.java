package io.bindery.bench.rig;

import java.util.List;

/**
 * What one run of {@link AdjacentBatches} saw.
 *
 * @param rounds the rounds, in the order in which they ran
 * @param operations how many operations the batches of work had; the result of each was checked
 * @param clientBytesPerOperation bytes that the measuring thread allocated, per operation
 * @param serverBytesPerOperation bytes that the serving thread allocated, per operation
 * @param otherBytesPerSecond bytes that all other threads of both processes allocated, and these two outside the
 *     batches of work, per second
 * @param clockNs cost of a look at the clock, in nanoseconds; contained in all times
 */
public record Measurement(
        List<Round> rounds,
        long operations,
        double clientBytesPerOperation,
        double serverBytesPerOperation,
        double otherBytesPerSecond,
        double clockNs) {
    public Summary summary() {
        return Summary.of(rounds);
    }
}
