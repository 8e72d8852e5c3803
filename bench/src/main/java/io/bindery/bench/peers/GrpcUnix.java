package io.bindery.bench.peers;

import io.bindery.bench.rig.Peer;
import io.bindery.bench.rig.Responder;
import io.bindery.bench.rig.Workload;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * gRPC over a Unix socket with Netty's epoll transport: a blocking unary call, an event loop of one thread per side, the
 * handler runs in it. Messages are bytes, without Protocol Buffers, which would cost in addition.
 */
public final class GrpcUnix implements Peer {
    public static final String NAME = "grpc-unix";

    /** Warns that gRPC sets an option which Unix sockets lack. Held, so that the level stays. */
    private static final Logger NETTY_BOOTSTRAP = Logger.getLogger("io.netty.bootstrap");

    private static final int CALLS_PER_BURST = 4;
    private static final String SOCKET = "grpc";
    private static final String SERVICE = "bindery.bench.Sum";
    private static final MethodDescriptor<byte[], byte[]> SUM = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "sum"))
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> jvmFlags() {
        // Netty otherwise prints warnings about memory access and about a logger, both of which it survives.
        return List.of("--sun-misc-unsafe-memory-access=allow", "-Dslf4j.internal.verbosity=ERROR");
    }

    @Override
    public Workload openClient(Path directory) {
        return new Client(address(directory));
    }

    @Override
    public Responder openServer(Path directory) throws IOException {
        return new Serving(address(directory));
    }

    private static DomainSocketAddress address(Path directory) {
        return new DomainSocketAddress(directory.resolve(SOCKET).toString());
    }

    private static EventLoopGroup eventLoop() {
        NETTY_BOOTSTRAP.setLevel(Level.SEVERE);
        return new MultiThreadIoEventLoopGroup(1, FreeThreads::create, EpollIoHandler.newFactory());
    }

    private static final class Client extends SumClient {
        private final EventLoopGroup loop = eventLoop();
        private final ManagedChannel channel;

        Client(DomainSocketAddress address) {
            super(NAME);
            channel = NettyChannelBuilder.forAddress(address)
                    .eventLoopGroup(loop)
                    .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                    .usePlaintext()
                    .directExecutor()
                    .build();
        }

        @Override
        public int burstUnit() {
            return CALLS_PER_BURST;
        }

        @Override
        long call(long a, long b, long c, long d) {
            byte[] request = ByteBuffer.allocate(REQUEST_BYTES)
                    .putLong(a)
                    .putLong(b)
                    .putLong(c)
                    .putLong(d)
                    .array();
            return ByteBuffer.wrap(ClientCalls.blockingUnaryCall(channel, SUM, CallOptions.DEFAULT, request))
                    .getLong();
        }

        @Override
        public void close() {
            channel.shutdownNow();
            Future<?> unused = loop.shutdownGracefully();
        }
    }

    /** Serves in its own event loop, so there is nothing to be done in a burst. */
    private static final class Serving implements Responder {
        private final EventLoopGroup loop = eventLoop();
        private final Server server;

        Serving(DomainSocketAddress address) throws IOException {
            server = NettyServerBuilder.forAddress(address)
                    .bossEventLoopGroup(loop)
                    .workerEventLoopGroup(loop)
                    .channelType(EpollServerDomainSocketChannel.class)
                    .directExecutor()
                    .addService(ServerServiceDefinition.builder(SERVICE)
                            .addMethod(SUM, ServerCalls.asyncUnaryCall((request, answer) -> {
                                answer.onNext(answer(ByteBuffer.wrap(request)));
                                answer.onCompleted();
                            }))
                            .build())
                    .build()
                    .start();
        }

        private static byte[] answer(ByteBuffer request) {
            return ByteBuffer.allocate(SumClient.REPLY_BYTES)
                    .putLong(SumClient.sum(request.getLong(), request.getLong(), request.getLong(), request.getLong()))
                    .array();
        }

        @Override
        public void respond(int operations) {}

        @Override
        public void close() {
            server.shutdownNow();
            Future<?> unused = loop.shutdownGracefully();
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] bytes) {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
