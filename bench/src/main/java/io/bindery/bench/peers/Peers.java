package io.bindery.bench.peers;

import io.bindery.bench.baseline.BareStream;
import io.bindery.bench.baseline.Bounce;
import io.bindery.bench.baseline.EpollBounce;
import io.bindery.bench.baseline.FutexBounce;
import io.bindery.bench.rig.Peer;
import java.util.List;
import java.util.stream.Stream;

/** The peers and baselines that there are. To create one loads no library. */
public final class Peers {
    private Peers() {}

    /** Those that do the work of {@code four-longs}. */
    public static List<Peer> roundTrips() {
        return List.of(
                new AeronIpc(),
                new ChronicleQueuePeer(),
                new AgronaRing(),
                new UnixBlocking(),
                new UnixNonblocking(),
                new Pipe(),
                new PipeNonblocking(),
                new GrpcUnix(),
                new DbusUnix());
    }

    /** Those that stream messages. */
    public static List<Peer> streams() {
        return List.of(
                new AeronOneway(), new ChronicleOneway(), new AgronaOneway(), new UnixOneway(), new PipeOneway());
    }

    /** Those that are made of shared memory and system calls alone. */
    public static List<Peer> baselines() {
        return List.of(
                new Bounce(), new BareStream(), new FutexBounce(), new EpollBounce(false), new EpollBounce(true));
    }

    /** All, with the baselines. */
    public static List<Peer> all() {
        return Stream.of(baselines(), roundTrips(), streams())
                .flatMap(List::stream)
                .toList();
    }
}
