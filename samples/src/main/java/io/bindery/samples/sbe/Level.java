package io.bindery.samples.sbe;

/** One level of an order book. */
public record Level(long bidPrice, int bidSize, long askPrice, int askSize) {}
