/**
 * Where quotes come from: {@link io.bindery.samples.demo.market.Quotes} holds them in memory,
 * {@link io.bindery.samples.demo.market.LobsterFile} reads them from a file,
 * {@link io.bindery.samples.demo.market.RandomWalk} makes them up.
 * {@link io.bindery.samples.demo.market.QuoteSource} chooses between the two.
 */
@NullMarked
package io.bindery.samples.demo.market;

import org.jspecify.annotations.NullMarked;
