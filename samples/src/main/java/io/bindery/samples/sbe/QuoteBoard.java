package io.bindery.samples.sbe;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.Oneway;
import io.bindery.RemoteException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Shows the last quote of each instrument. */
@BinderInterface
public interface QuoteBoard extends IInterface {
    /**
     * Takes a quote.
     *
     * @param message an SBE message {@code Quote} behind its header
     */
    @Oneway
    void post(MemorySegment message) throws RemoteException;

    /** Returns what the last quote of an instrument said, or null if there was none. */
    @Nullable
    BestPrices best(String symbol) throws RemoteException;
}
