/**
 * What Bindery's calls are held against: the least that two processes can do, in plain Java over plain shared memory.
 * Read {@link io.bindery.bench.baseline.Bounce} for calls, {@link io.bindery.bench.baseline.BareStream} for oneway
 * calls.
 */
@NullMarked
package io.bindery.bench.baseline;

import org.jspecify.annotations.NullMarked;
