package io.bindery;

/**
 * A class whose objects travel by value and can be filled: what {@link Parcelable} records are for values that do not
 * change. It has a constructor without parameters that the stub can call. As a parameter marked {@link Out} or
 * {@link InOut}, the caller's object holds after the call what the implementation left in its own.
 *
 * <p>Fields may be added at the end: the object is written with its size, a reader skips what it does not know, and asks
 * {@link Parcel#hasNext()} for what an older writer has not sent.
 */
public interface MutableParcelable {
    /** Writes the fields. Called by the thread that makes the call; no other call may be made meanwhile. */
    void writeToParcel(Parcel parcel);

    /** Sets the fields to what {@link #writeToParcel} wrote; those that were not sent, to their defaults. */
    void readFromParcel(Parcel parcel);
}
