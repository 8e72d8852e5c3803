/** The annotation processor: reads a Binder interface, checks it, and writes its stub and proxy. */
@NullMarked
package io.bindery.processor;

import org.jspecify.annotations.NullMarked;
