/** What the tests need of the driver's inside, to behave as no correct peer does. */
@NullMarked
package io.bindery.internal.driver;

import org.jspecify.annotations.NullMarked;
