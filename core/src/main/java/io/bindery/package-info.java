/**
 * The public API: Binder objects, the parcels that carry their calls, and the context in which they find each other.
 */
@NullMarked
package io.bindery;

import org.jspecify.annotations.NullMarked;
