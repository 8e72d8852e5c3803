/**
 * The trading demo: a publisher of quotes, a strategy and an order gateway, each a process, that trade by typed calls.
 *
 * <p>{@link io.bindery.samples.demo.Demo} is the command, {@link io.bindery.samples.demo.DemoRun} one run of it. Below:
 * {@code api} holds the interfaces between the processes, {@code role} what each of them does, {@code trading} and
 * {@code market} the rules and the quotes, which know of no process, {@code process} and {@code report} what the
 * process that starts the others needs.
 */
@NullMarked
package io.bindery.samples.demo;

import org.jspecify.annotations.NullMarked;
