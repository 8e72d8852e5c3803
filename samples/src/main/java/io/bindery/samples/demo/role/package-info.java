/**
 * The three processes: {@link io.bindery.samples.demo.role.PublisherMain} sends quotes,
 * {@link io.bindery.samples.demo.role.StrategyMain} decides on orders, {@link io.bindery.samples.demo.role.GatewayMain}
 * executes them. {@link io.bindery.samples.demo.role.Role} is what they have in common.
 */
@NullMarked
package io.bindery.samples.demo.role;

import org.jspecify.annotations.NullMarked;
