package io.bindery.processor;

import com.palantir.javapoet.ClassName;

/** Names of the public API. The processor knows it by name only: it is built before core, whose tests use it. */
final class Api {
    static final String PACKAGE = "io.bindery";

    static final String ALLOW_GID = PACKAGE + ".AllowGid";
    static final String ALLOW_UID = PACKAGE + ".AllowUid";
    static final String BACKING = PACKAGE + ".Backing";
    static final String BACKING_VALUE = PACKAGE + ".Backing.Value";
    static final String BINDER_INTERFACE = PACKAGE + ".BinderInterface";
    static final String CALL_TIMEOUT = PACKAGE + ".CallTimeout";
    static final String IN = PACKAGE + ".In";
    static final String IN_OUT = PACKAGE + ".InOut";
    static final String MUTABLE_PARCELABLE = PACKAGE + ".MutableParcelable";
    static final String ONEWAY = PACKAGE + ".Oneway";
    static final String OUT = PACKAGE + ".Out";
    static final String PARCELABLE = PACKAGE + ".Parcelable";
    static final String REUSE = PACKAGE + ".Reuse";
    static final String SENSITIVE = PACKAGE + ".Sensitive";
    static final String SIGNAL = PACKAGE + ".Signal";
    static final String TRANSACTION_CODE = PACKAGE + ".TransactionCode";

    static final ClassName BAD_PARCELABLE_EXCEPTION = ClassName.get(PACKAGE, "BadParcelableException");
    static final ClassName BINDER = ClassName.get(PACKAGE, "Binder");
    static final ClassName BINDER_PROXY = ClassName.get(PACKAGE, "BinderProxy");
    static final ClassName CALL = ClassName.get(PACKAGE, "Call");
    static final ClassName CALLER_GUARD = ClassName.get(PACKAGE, "CallerGuard");
    static final ClassName IBINDER = ClassName.get(PACKAGE, "IBinder");
    static final ClassName IINTERFACE = ClassName.get(PACKAGE, "IInterface");
    static final ClassName PARCEL = ClassName.get(PACKAGE, "Parcel");
    static final ClassName PARCEL_FILE_DESCRIPTOR = ClassName.get(PACKAGE, "ParcelFileDescriptor");
    static final ClassName PARCELABLE_HOLDER = ClassName.get(PACKAGE, "ParcelableHolder");
    static final ClassName PARCEL_CODEC = ClassName.get(PACKAGE, "ParcelCodec");
    static final ClassName REMOTE_EXCEPTION = ClassName.get(PACKAGE, "RemoteException");
    static final ClassName SEND_STATUS = ClassName.get(PACKAGE, "SendStatus");
    static final ClassName SHARED_MEMORY = ClassName.get(PACKAGE, "SharedMemory");
    static final ClassName UNKNOWN_TRANSACTION = ClassName.get(PACKAGE, "UnknownTransactionException");

    /** As {@code IBinder.FIRST_CALL_TRANSACTION}. */
    static final int FIRST_CALL_TRANSACTION = 0x00000001;

    /** As {@code IBinder.LAST_CALL_TRANSACTION}, less the codes of an interface's version and hash. */
    static final int LAST_METHOD_TRANSACTION = 0x00fffffd;

    private Api() {}

    /** As {@code Parcel.interfaceToken}: the FNV-1a hash of the descriptor over UTF-16 units, never 0. */
    static int interfaceToken(String descriptor) {
        int hash = 0x811c9dc5;
        for (int i = 0; i < descriptor.length(); i++) {
            char unit = descriptor.charAt(i);
            hash = (hash ^ (unit & 0xff)) * 0x01000193;
            hash = (hash ^ (unit >>> 8)) * 0x01000193;
        }
        return hash == 0 ? 1 : hash;
    }
}
