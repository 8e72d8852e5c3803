package io.bindery.samples.sbe;

import io.bindery.Parcelable;

/**
 * The best level of an instrument.
 *
 * @param sequence number of the quote
 * @param bid best price that a buyer offers
 * @param ask best price that a seller asks
 * @param volume what all levels of the quote together offer and ask
 */
@Parcelable
public record BestPrices(long sequence, long bid, long ask, long volume) {}
