/**
 * Tests of the annotation processor. They need it and core, which is built after it, and so live here. {@link
 * io.bindery.processor.Compilation} compiles sources as a user would; {@link io.bindery.processor.Exchange}, compiled
 * with this package, has a method for each type that can travel.
 */
@NullMarked
package io.bindery.processor;

import org.jspecify.annotations.NullMarked;
