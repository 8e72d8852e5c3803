/** Memory outside the heap, by address: see {@link io.bindery.internal.memory.Memory}. */
@NullMarked
package io.bindery.internal.memory;

import org.jspecify.annotations.NullMarked;
