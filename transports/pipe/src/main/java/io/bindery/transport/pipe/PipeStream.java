package io.bindery.transport.pipe;

import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.StreamIo;
import io.bindery.internal.mux.ByteStream;

/** Two pipes, one for each direction. */
record PipeStream(int inDescriptor, int outDescriptor) implements ByteStream {
    @Override
    public int read(long address, int length) {
        return StreamIo.read(inDescriptor, address, length);
    }

    @Override
    public int write(long address, int length) {
        return StreamIo.write(outDescriptor, address, length);
    }

    @Override
    public void close() {
        FileDescriptors.close(inDescriptor);
        FileDescriptors.close(outDescriptor);
    }
}
