/**
 * jcstress tests of what two processes may see of each other's stores. Each class takes one promise of the rings or of
 * the waking protocol to pieces. {@code mvn verify} runs each for a moment; for a run that means something, see the
 * module's {@code pom.xml}.
 */
@NullMarked
package io.bindery.stress;

import org.jspecify.annotations.NullMarked;
