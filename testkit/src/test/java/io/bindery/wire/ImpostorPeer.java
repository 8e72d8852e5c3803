package io.bindery.wire;

import java.nio.file.Path;

/** A JVM that connects to a process and says that it is found at the endpoint of another one. */
public final class ImpostorPeer {
    private ImpostorPeer() {}

    /** Arguments: the directory, its own endpoint, whom it connects to, the endpoint that it claims. */
    public static void main(String[] arguments) throws Exception {
        try (RawPeer peer = new RawPeer(Path.of(arguments[0]), arguments[1])) {
            RawSocket socket = peer.connect(arguments[2]);
            socket.send(RawPeer.hello(Wire.HELLO, Wire.HELLO_MAGIC, Wire.VERSION, arguments[3]));
            RawSocket.Message answer = socket.receive();
            System.out.println(answer.type() == Wire.WELCOME ? "welcome" : answer.text(4));
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }
}
