@NullMarked
package io.bindery.bench;

import org.jspecify.annotations.NullMarked;
