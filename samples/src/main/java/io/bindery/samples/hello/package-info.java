/**
 * The example that the README shows: an interface, a process that implements it, and one that calls it. Start
 * {@link io.bindery.samples.hello.Server}, then {@link io.bindery.samples.hello.Client}.
 */
@NullMarked
package io.bindery.samples.hello;

import org.jspecify.annotations.NullMarked;
