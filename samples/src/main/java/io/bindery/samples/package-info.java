@NullMarked
package io.bindery.samples;

import org.jspecify.annotations.NullMarked;
