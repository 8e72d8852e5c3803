/**
 * Calls between a process and a child that it starts, over a pair of pipes. Read
 * {@link io.bindery.transport.pipe.PipeChild} first, which starts the child, then
 * {@link io.bindery.transport.pipe.PipeTransportProvider}, which has the addresses.
 */
@NullMarked
package io.bindery.transport.pipe;

import org.jspecify.annotations.NullMarked;
