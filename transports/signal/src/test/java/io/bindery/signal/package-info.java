/** Tests of methods that are signals. */
@NullMarked
package io.bindery.signal;

import org.jspecify.annotations.NullMarked;
