/**
 * Calls over transports other than shared memory, each held against its kernel object bare. Start with
 * {@link io.bindery.bench.worker.TransportCases}.
 */
@NullMarked
package io.bindery.bench.transport;

import org.jspecify.annotations.NullMarked;
