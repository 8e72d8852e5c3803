/** Agrona on Bindery: idle strategies and agents that drive a looper, buffers that look into a parcel. */
@NullMarked
package io.bindery.agrona;

import org.jspecify.annotations.NullMarked;
