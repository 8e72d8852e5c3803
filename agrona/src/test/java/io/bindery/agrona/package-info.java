/** Tests of Agrona on Bindery, each between two contexts of one JVM: to the driver these are two processes. */
@NullMarked
package io.bindery.agrona;

import org.jspecify.annotations.NullMarked;
