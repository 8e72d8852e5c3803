@NullMarked
package io.bindery.testkit;

import org.jspecify.annotations.NullMarked;
