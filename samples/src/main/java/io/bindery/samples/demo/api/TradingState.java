package io.bindery.samples.demo.api;

import io.bindery.Parcelable;

/**
 * How far a process is.
 *
 * @param quotes number of the last quote it got
 * @param orders orders that it sent, or received
 * @param fills fills that it sent, or received
 * @param lost numbers that were left out, of what it receives
 * @param duplicated numbers that came twice, of what it receives
 * @param finished whether nothing more will come
 * @param elapsedNs time from the first quote to the end; 0 until then, and where it is not measured
 * @param position shares held
 */
@Parcelable
public record TradingState(
        long quotes,
        long orders,
        long fills,
        long lost,
        long duplicated,
        boolean finished,
        long elapsedNs,
        int position) {}
