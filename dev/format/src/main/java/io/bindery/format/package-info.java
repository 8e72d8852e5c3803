/** Runs the formatter over the whole tree: the check of {@code mvn verify}, and {@code ./bindery format}. */
@NullMarked
package io.bindery.format;

import org.jspecify.annotations.NullMarked;
