/** Tests of the service manager: {@code …Test} in one process, {@code …SystemTest} between several. */
@NullMarked
package io.bindery.servicemanager;

import org.jspecify.annotations.NullMarked;
