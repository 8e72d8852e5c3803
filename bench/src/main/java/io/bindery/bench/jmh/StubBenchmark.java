package io.bindery.bench.jmh;

import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import io.bindery.bench.calls.RigServer;
import io.bindery.bench.calls.RigService;
import io.bindery.bench.calls.RigServiceStub;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What generated code costs, without a transport. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StubBenchmark {
    private final RigServer server = new RigServer();
    private final RigService local = RigServiceStub.asInterface(server);
    private final Parcel data = Parcel.obtain();
    private final Parcel reply = Parcel.obtain();
    private long next;

    @Setup
    public void writeRequest() {
        data.writeInterfaceToken(RigServiceStub.DESCRIPTOR);
        data.writeLong(1);
        data.writeLong(2);
        data.writeLong(3);
        data.writeLong(4);
    }

    @TearDown
    public void recycle() {
        data.recycle();
        reply.recycle();
    }

    /** A call of an object in this process: a plain call. */
    @Benchmark
    public long inProcessCall() throws RemoteException {
        return local.fourLongs(++next, 2, 3, 4);
    }

    /** From a request in a parcel to the result in another: token, arguments, handler, result. */
    @Benchmark
    public boolean stubDispatch() throws RemoteException {
        reply.setDataPosition(0);
        return server.transact(IBinder.FIRST_CALL_TRANSACTION, data, reply, 0);
    }
}
