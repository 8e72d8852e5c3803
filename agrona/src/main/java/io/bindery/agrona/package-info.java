/**
 * Agrona on Bindery, in three independent parts: {@link io.bindery.agrona.AgronaWaitStrategy} lets the threads of a
 * context wait by an idle strategy; {@link io.bindery.agrona.BinderAgent} serves a context in the duty cycle of an agent;
 * {@link io.bindery.agrona.ParcelBuffers} shows the bytes of a parcel as a buffer, so that SBE codecs and the like encode
 * straight into the memory that the other process reads.
 *
 * <p>Agrona's buffers need {@code --add-opens java.base/jdk.internal.misc=ALL-UNNAMED} on JDK 25 (on the module path
 * {@code =org.agrona}); idle strategies and agents need no flag.
 */
@NullMarked
package io.bindery.agrona;

import org.jspecify.annotations.NullMarked;
