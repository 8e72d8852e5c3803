/**
 * Typed calls between the processes of one machine. Read {@link io.bindery.BinderContext} first (how a process joins),
 * then {@link io.bindery.BinderInterface} (how an interface becomes callable), {@link io.bindery.IBinder} and its two
 * kinds {@link io.bindery.Binder} and {@link io.bindery.BinderProxy}, and last {@link io.bindery.Parcel} and
 * {@link io.bindery.Call}, which generated code uses.
 */
@NullMarked
package io.bindery;

import org.jspecify.annotations.NullMarked;
