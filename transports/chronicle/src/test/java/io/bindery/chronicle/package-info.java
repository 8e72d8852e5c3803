/** Tests of durable calls, and of recording and replaying. */
@NullMarked
package io.bindery.chronicle;

import org.jspecify.annotations.NullMarked;
