/** How the threads of a context wait: read {@link io.bindery.looper.WaitStrategy} first. */
@NullMarked
package io.bindery.looper;

import org.jspecify.annotations.NullMarked;
