package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Paths as the kernel wants them: bytes, in the encoding in which the JDK itself talks to the file system. */
final class NativePath {
    private static final Charset ENCODING =
            Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), StandardCharsets.UTF_8);

    private NativePath() {}

    static byte[] bytes(Path path) {
        return encode(path.toString());
    }

    static byte[] encode(String path) {
        try {
            ByteBuffer encoded = ENCODING.newEncoder()
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(path));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "path has characters that the locale's encoding lacks: path=" + path + " encoding=" + ENCODING
                            + "; use another path, or a UTF-8 locale",
                    e);
        }
    }

    /** The path followed by a zero byte. */
    static MemorySegment allocate(SegmentAllocator allocator, Path path) {
        byte[] bytes = bytes(path);
        MemorySegment name = allocator.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, name, JAVA_BYTE, 0, bytes.length);
        name.set(JAVA_BYTE, bytes.length, (byte) 0);
        return name;
    }
}
