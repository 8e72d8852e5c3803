/**
 * What the processes of the demo do with quotes and orders; nothing here knows that there are processes.
 *
 * <p>Read {@link io.bindery.samples.demo.trading.ImbalanceRule} first (when to trade), then
 * {@link io.bindery.samples.demo.trading.OrderDesk} (risk check and matching against
 * {@link io.bindery.samples.demo.trading.QuoteHistory}), and
 * {@link io.bindery.samples.demo.trading.ReferenceRun}, which joins the two in one thread: what the processes must
 * arrive at as well.
 */
@NullMarked
package io.bindery.samples.demo.trading;

import org.jspecify.annotations.NullMarked;
