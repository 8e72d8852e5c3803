/**
 * The protocol from outside: {@link io.bindery.wire.RawPeer} speaks it as {@code docs/protocol.md} writes it, with bytes
 * put together by hand, and as no correct process would. {@link io.bindery.wire.Wire} has the numbers.
 */
@NullMarked
package io.bindery.wire;

import org.jspecify.annotations.NullMarked;
