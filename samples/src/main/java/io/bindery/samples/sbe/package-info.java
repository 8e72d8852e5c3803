/**
 * Market data by SBE: a codec that was generated from {@code src/main/sbe/quote.xml} encodes straight into the ring
 * that the receiver maps, and decodes there. Read {@link io.bindery.samples.sbe.QuoteBoard} (the interface), then
 * {@link io.bindery.samples.sbe.QuotePublisher} (encodes at the claim) and
 * {@link io.bindery.samples.sbe.QuoteBoardService} (decodes in place).
 *
 * <p>Needs the JVM flag of Agrona's buffers: {@code --add-opens java.base/jdk.internal.misc=ALL-UNNAMED}.
 */
@NullMarked
package io.bindery.samples.sbe;

import org.jspecify.annotations.NullMarked;
