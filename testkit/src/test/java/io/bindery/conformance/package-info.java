/**
 * What every transport that carries calls between processes has to do, as Binder does it: one suite for each part of the
 * contract, abstract, run between this JVM and others. {@code docs/binder-compatibility.md} says what is the same as on
 * Android and what is not.
 */
@NullMarked
package io.bindery.conformance;

import org.jspecify.annotations.NullMarked;
