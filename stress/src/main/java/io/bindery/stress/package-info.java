@NullMarked
package io.bindery.stress;

import org.jspecify.annotations.NullMarked;
