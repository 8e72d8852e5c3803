/**
 * What the demo's processes say to each other. The publisher exports a
 * {@link io.bindery.samples.demo.api.QuotePublisher}, the gateway an {@link io.bindery.samples.demo.api.OrderGateway};
 * quotes and fills come back to the {@link io.bindery.samples.demo.api.QuoteListener} and the
 * {@link io.bindery.samples.demo.api.FillListener} that were given to them. The process that started the others watches
 * by {@link io.bindery.samples.demo.api.TradingMonitor} and {@link io.bindery.samples.demo.api.StrategyMonitor}.
 */
@NullMarked
package io.bindery.samples.demo.api;

import org.jspecify.annotations.NullMarked;
