/** Tests of the transport over Unix sockets. */
@NullMarked
package io.bindery.socket;

import org.jspecify.annotations.NullMarked;
