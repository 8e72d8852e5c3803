/** The service manager: the Binder object at handle 0 that gives names to others, and its client. */
@NullMarked
package io.bindery.servicemanager;

import org.jspecify.annotations.NullMarked;
