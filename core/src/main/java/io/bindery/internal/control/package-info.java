/**
 * The thread that reads sockets: one per context, shared by the transports, and never in user code. See
 * {@link io.bindery.internal.control.ControlThread}.
 */
@NullMarked
package io.bindery.internal.control;

import org.jspecify.annotations.NullMarked;
