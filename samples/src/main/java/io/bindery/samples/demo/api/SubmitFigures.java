package io.bindery.samples.demo.api;

import io.bindery.Parcelable;

/**
 * What the calls of {@link OrderGateway#submit} allocated.
 *
 * @param calls calls whose allocation was measured
 * @param warmUpCalls calls before these
 * @param bytes what the measured calls allocated together in the calling thread
 */
@Parcelable
public record SubmitFigures(long calls, long warmUpCalls, long bytes) {}
