package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketMessageTest {
    private final OpenDescriptors open = new OpenDescriptors();
    private final SocketMessage sender = new SocketMessage(64);
    private final SocketMessage receiver = new SocketMessage(64);
    private int near;
    private int far;

    @BeforeEach
    void connect() throws IOException {
        int[] pair = open.add(UnixSocket.pair());
        near = pair[0];
        far = pair[1];
    }

    @AfterEach
    void close() {
        sender.close();
        receiver.close();
        open.close();
    }

    @Test
    void shouldDeliverBytes() throws IOException {
        assertThat(receiver.receive(far)).isEqualTo(-Errno.EAGAIN);

        assertThat(send("hello", -1)).isEqualTo(5);

        assertThat(receiver.receive(far)).isEqualTo(5);
        assertThat(received(5)).isEqualTo("hello");
        assertThat(receiver.descriptorCount()).isZero();
        assertThat(receiver.credentials()).isNull();
        assertThat(receiver.truncated()).isFalse();
    }

    @Test
    void shouldPassADescriptorThatOpensTheSameMemory() throws IOException {
        int memory = open.add(Memfd.create("passed", Mapping.pageSize()));
        MemorySegment writer = Mapping.mapReadWrite(memory, Mapping.pageSize());
        Memfd.seal(memory);
        writer.set(JAVA_LONG, 0, 77);

        send("m", memory);
        receiver.receive(far);

        assertThat(receiver.descriptorCount()).isEqualTo(1);
        int passed = open.add(receiver.takeDescriptor(0));
        assertThat(passed).isNotEqualTo(memory);
        assertThat(receiver.descriptor(0)).isEqualTo(-1);
        Memfd.checkReceived(passed, Mapping.pageSize());
        MemorySegment reader = Mapping.mapReadOnly(passed, Mapping.pageSize());
        assertThat(reader.get(JAVA_LONG, 0)).isEqualTo(77);
        Mapping.unmap(writer);
        Mapping.unmap(reader);
    }

    @Test
    void shouldPassDescriptorsThatCloseOnExec() throws IOException {
        send("m", open.add(EventFd.create()));
        receiver.receive(far);

        int descriptorFlags = FileDescriptors.fcntl(receiver.descriptor(0), 1 /* F_GETFD */, 0);

        assertThat(descriptorFlags & 1 /* FD_CLOEXEC */).isEqualTo(1);
    }

    @Test
    void shouldNeverMergeTheDescriptorsOfTwoSends() throws IOException {
        send("plain,", -1);
        send("first,", open.add(Memfd.create("first", 1)));
        send("second,", open.add(Memfd.create("second", 1)));
        send("rest", -1);

        assertThat(received(receiver.receive(far))).isEqualTo("plain,first,");
        assertThat(receiver.descriptorCount()).isEqualTo(1);
        assertThat(OpenDescriptors.linksContaining("memfd:first")).hasSize(2);
        assertThat(received(receiver.receive(far))).isEqualTo("second,");
        assertThat(receiver.descriptorCount()).isEqualTo(1);
        assertThat(received(receiver.receive(far))).isEqualTo("rest");
        assertThat(receiver.descriptorCount()).isZero();
    }

    @Test
    void shouldDeliverTheDescriptorWithTheFirstPartOfALongSend() throws IOException {
        try (SocketMessage small = new SocketMessage(2)) {
            send("abcdef", open.add(EventFd.create()));

            assertThat(small.receive(far)).isEqualTo(2);
            assertThat(small.descriptorCount()).isEqualTo(1);
            assertThat(small.receive(far)).isEqualTo(2);
            assertThat(small.descriptorCount()).isZero();
        }
    }

    @Test
    void shouldCloseDescriptorsThatNobodyTook() throws IOException {
        send("a", open.add(Memfd.create("untaken-a", 1)));
        receiver.receive(far);
        int first = receiver.descriptor(0);
        assertThat(OpenDescriptors.isOpen(first)).isTrue();

        receiver.receive(far);
        assertThat(OpenDescriptors.linksContaining("untaken-a"))
                .as("the sender's own")
                .hasSize(1);

        send("b", open.add(Memfd.create("untaken-b", 1)));
        receiver.receive(far);
        receiver.close();
        receiver.close();
        assertThat(OpenDescriptors.linksContaining("untaken-b"))
                .as("the sender's own")
                .hasSize(1);
    }

    @Test
    void shouldListAndCloseWhatCameWhenSomeDescriptorsHadNoRoom() throws IOException {
        int memory = open.add(Memfd.create("crowd", 1));
        int count = 12;
        sendMany(memory, count);
        try (SocketMessage narrow = new SocketMessage(8, 1)) {
            assertThat(narrow.receive(far)).isEqualTo(1);

            assertThat(narrow.truncated()).isTrue();
            assertThat(narrow.descriptorCount()).isBetween(1, count - 1);
            assertThat(OpenDescriptors.linksContaining("memfd:crowd")).hasSize(1 + narrow.descriptorCount());
        }
        assertThat(OpenDescriptors.linksContaining("memfd:crowd")).hasSize(1);
    }

    @Test
    void shouldTakeAsManyDescriptorsAsItWasMadeFor() throws IOException {
        int memory = open.add(Memfd.create("many", 1));
        sendMany(memory, 253);
        try (SocketMessage wide = new SocketMessage(8, 253)) {
            UnixSocket.passCredentials(far, true);
            wide.receive(far);

            assertThat(wide.truncated()).isFalse();
            assertThat(wide.descriptorCount()).isEqualTo(253);
            assertThat(wide.credentials()).isNotNull();
        }
        assertThat(OpenDescriptors.linksContaining("memfd:many")).hasSize(1);
    }

    @Test
    void shouldTellTheCredentialsOfTheSender() throws IOException {
        UnixSocket.passCredentials(far, true);
        int memory = open.add(Memfd.create("credentials", 1));

        try (Arena arena = Arena.ofConfined()) {
            assertThat(sender.sendWithCredentials(near, arena.allocateFrom("hi"), 2, memory))
                    .isEqualTo(2);
        }
        receiver.receive(far);

        assertThat(receiver.credentials())
                .isEqualTo(new Credentials(Processes.pid(), Processes.uid(), Processes.gid()));
        assertThat(receiver.descriptorCount()).isEqualTo(1);
    }

    @Test
    void shouldTellTheCredentialsWhetherOrNotTheSenderStatesThem() throws IOException {
        UnixSocket.passCredentials(far, true);

        send("hi", -1);
        receiver.receive(far);

        assertThat(receiver.credentials())
                .isEqualTo(new Credentials(Processes.pid(), Processes.uid(), Processes.gid()));
    }

    @Test
    void shouldSayThatThePeerHasGone() throws IOException {
        int[] pair = UnixSocket.pair();
        FileDescriptors.close(pair[1]);
        open.add(pair[0]);

        assertThat(receiver.receive(pair[0])).as("end of stream").isZero();
        try (Arena arena = Arena.ofConfined()) {
            assertThat(sender.send(pair[0], arena.allocateFrom("x"), 1, -1)).isEqualTo(-Errno.EPIPE);
        }
    }

    @Test
    void shouldSayThatThePeerClosedWithoutReading() throws IOException {
        int[] pair = UnixSocket.pair();
        open.add(pair[0]);
        try (Arena arena = Arena.ofConfined()) {
            sender.send(pair[0], arena.allocateFrom("unread"), 6, -1);
        }
        FileDescriptors.close(pair[1]);

        assertThat(receiver.receive(pair[0])).isEqualTo(-Errno.ECONNRESET);
    }

    @Test
    void shouldSayThatTheSocketIsFull() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate(64 << 10);
            int sent = 0;
            while (sent >= 0) {
                sent = sender.send(near, block, block.byteSize(), -1);
            }
            assertThat(sent).isEqualTo(-Errno.EAGAIN);
        }
    }

    @Test
    void shouldNameTheDescriptorThatCannotBePassed() {
        assertThatThrownBy(() -> send("x", 1_000_000))
                .isInstanceOfSatisfying(
                        SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADF))
                .hasMessage("sendmsg failed: EBADF (9, Bad file descriptor); attempted: fd=" + near
                        + " length=1 descriptor=1000000");
        assertThatThrownBy(() -> receiver.receive(1_000_000)).hasMessageContaining("recvmsg failed: EBADF");
    }

    @Test
    void shouldRefuseDataThatTheKernelCannotRead() {
        MemorySegment heap = MemorySegment.ofArray(new byte[8]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> sender.send(near, heap, 8, -1))
                .withMessageContaining("native=false");
        assertThatIllegalArgumentException().isThrownBy(() -> sender.send(near, receiver.buffer(), 65, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> sender.send(near, receiver.buffer(), 0, -1));
    }

    private int send(String text, int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return sender.send(near, arena.allocateFrom(text), text.length(), descriptor);
        }
    }

    private String received(int length) {
        return new String(receiver.buffer().asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.US_ASCII);
    }

    /** One byte with {@code count} copies of a descriptor, as only a peer with code of its own would send it. */
    private void sendMany(int descriptor, int count) {
        try (Arena arena = Arena.ofConfined()) {
            long controlBytes = 16 + (4L * count + 7 & ~7L);
            MemorySegment control = arena.allocate(controlBytes, 8);
            control.set(JAVA_LONG, 0, 16 + 4L * count);
            control.set(JAVA_INT, 8, 1);
            control.set(JAVA_INT, 12, 1);
            for (int i = 0; i < count; i++) {
                control.set(JAVA_INT, 16 + 4L * i, descriptor);
            }
            MemorySegment iovec = arena.allocate(16, 8);
            iovec.set(JAVA_LONG, 0, arena.allocateFrom("x").address());
            iovec.set(JAVA_LONG, 8, 1);
            MemorySegment header = arena.allocate(56, 8);
            header.set(JAVA_LONG, 16, iovec.address());
            header.set(JAVA_LONG, 24, 1);
            header.set(JAVA_LONG, 32, control.address());
            header.set(JAVA_LONG, 40, controlBytes);
            assertThat(RawCalls.sendmsg(near, header, 0)).isEqualTo(1);
        }
    }
}
