package io.bindery.processor;

import io.bindery.Backing;
import io.bindery.BinderInterface;
import io.bindery.IBinder;
import io.bindery.IInterface;
import io.bindery.In;
import io.bindery.InOut;
import io.bindery.MutableParcelable;
import io.bindery.Oneway;
import io.bindery.Out;
import io.bindery.Parcel;
import io.bindery.Parcelable;
import io.bindery.ParcelableHolder;
import io.bindery.RemoteException;
import io.bindery.Reuse;
import io.bindery.SendStatus;
import io.bindery.Sensitive;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One method for each way in which a type can travel; most return what they are given. */
@BinderInterface
public interface Exchange extends IInterface {
    /** A kind of order. */
    enum Kind {
        LIMIT,
        MARKET
    }

    /** An order, with a component of each kind. */
    @Parcelable
    record Order(
            long id,
            String symbol,
            Kind kind,
            @Nullable String note,
            double @Nullable [] ladder,
            @Nullable Leg leg,
            List<Leg> legs,
            @Nullable Listener owner) {}

    /** One of several. */
    @Parcelable
    sealed interface Shape {
        /** A case. */
        @Parcelable
        record Circle(double radius) implements Shape {}

        /** Another. */
        @Parcelable
        record Polygon(List<Integer> corners, @Nullable Kind kind) implements Shape {}
    }

    /** An enum whose constants have numbers. */
    @Backing(long.class)
    enum Tone {
        LOW,
        @Backing.Value(1L << 40)
        HIGH,
        HIGHEST
    }

    /** What can be moved. */
    final class Cursor implements MutableParcelable {
        long position;

        @Nullable
        String note;

        @Override
        public void writeToParcel(Parcel parcel) {
            parcel.writeLong(position);
            parcel.writeString(note);
        }

        @Override
        public void readFromParcel(Parcel parcel) {
            position = parcel.hasNext() ? parcel.readLong() : 0;
            note = parcel.hasNext() ? parcel.readString() : null;
        }
    }

    /** A part of an order. */
    @Parcelable
    record Leg(int ratio, boolean buy) {
        /** A leg has a ratio; checked wherever a leg is made, on either side. */
        public Leg {
            if (ratio == 0) {
                throw new IllegalArgumentException("a leg must have a ratio: ratio=" + ratio);
            }
        }
    }

    /** A callback. */
    @BinderInterface
    interface Listener extends IInterface {
        void onEvent(long value) throws RemoteException;
    }

    String primitives(boolean z, byte b, char c, short s, int i, long j, float f, double d) throws RemoteException;

    boolean not(boolean value) throws RemoteException;

    char nextChar(char value) throws RemoteException;

    double half(double value) throws RemoteException;

    String echo(String text) throws RemoteException;

    @Nullable
    String echoNullable(@Nullable String text) throws RemoteException;

    long[] sums(boolean[] z, byte[] b, char[] c, short[] s, int[] i, long[] j, float[] f, double[] d)
            throws RemoteException;

    byte @Nullable [] reversed(byte @Nullable [] bytes) throws RemoteException;

    long sumOfReused(@Reuse byte[] bytes) throws RemoteException;

    long sumOfSegment(MemorySegment segment) throws RemoteException;

    @Nullable
    Kind other(@Nullable Kind kind) throws RemoteException;

    Order echoOrder(Order order) throws RemoteException;

    @Nullable
    Order echoNullableOrder(@Nullable Order order) throws RemoteException;

    Order[] echoOrders(Order[] orders) throws RemoteException;

    List<String> echoStrings(List<String> strings) throws RemoteException;

    @Nullable
    List<Kind> echoKinds(@Nullable List<Kind> kinds) throws RemoteException;

    List<long[]> echoArrays(List<long[]> arrays) throws RemoteException;

    String joined(String... words) throws RemoteException;

    void notify(Listener listener, @Nullable Listener other, long value) throws RemoteException;

    void notifyAll(List<Listener> listeners, long value) throws RemoteException;

    Listener echoListener(Listener listener) throws RemoteException;

    @Nullable
    IBinder echoBinder(@Nullable IBinder binder) throws RemoteException;

    /** Throws {@code IllegalStateException} with {@code message}. */
    void fail(String message) throws RemoteException;

    /** An overload. */
    void fail(int errorCode) throws RemoteException;

    /** Breaks the contract: returns null where null must not be. */
    String brokenEcho() throws RemoteException;

    @Oneway
    void post(long value) throws RemoteException;

    @Oneway
    SendStatus tryPost(long value) throws RemoteException;

    /** The sum of what was posted. */
    long posted() throws RemoteException;

    /** Occupies the service until {@link #release()}. */
    @Oneway
    SendStatus tryHold(MemorySegment payload) throws RemoteException;

    /** Lets all go on that {@link #tryHold} has held up. */
    void release() throws RemoteException;

    /** How many {@link #tryHold} have ended. */
    long held() throws RemoteException;

    Map<String, List<Long>> echoMap(Map<String, List<Long>> map) throws RemoteException;

    @Nullable
    Map<Integer, Leg> echoLegs(@Nullable Map<Integer, Leg> legs) throws RemoteException;

    List<List<Kind>> echoNested(List<List<Kind>> kinds) throws RemoteException;

    List<Shape> echoShapes(List<Shape> shapes) throws RemoteException;

    @Nullable
    Tone echoTone(@Nullable Tone tone) throws RemoteException;

    Tone[] echoTones(Tone[] tones) throws RemoteException;

    ParcelableHolder echoHolder(ParcelableHolder holder) throws RemoteException;

    Cursor echoCursor(Cursor cursor) throws RemoteException;

    /** Adds one to each of {@code counted}, fills the others, and returns how many there are in all. */
    int fill(@InOut long[] counted, @Out String[] names, @Out Leg[] legs, @Out byte[] bytes) throws RemoteException;

    /** Moves on by {@code step}, and says in {@code before} where it was. */
    void advance(@InOut Cursor cursor, @Out Cursor before, int step) throws RemoteException;

    /** Leaves its argument as it was for its caller in another process. */
    void scribble(@In long[] values) throws RemoteException;

    @Sensitive
    String echoSecret(String secret, byte[] key) throws RemoteException;

    /** Not a transaction: runs where it is called. */
    default String shout(String text) throws RemoteException {
        return echo(text).toUpperCase(java.util.Locale.ROOT);
    }
}
