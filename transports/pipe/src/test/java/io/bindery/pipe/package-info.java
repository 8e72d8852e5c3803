/** Tests of the transport over pipes. */
@NullMarked
package io.bindery.pipe;

import org.jspecify.annotations.NullMarked;
