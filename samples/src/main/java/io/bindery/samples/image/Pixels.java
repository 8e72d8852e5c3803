package io.bindery.samples.image;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Images as rows of 32-bit pixels, red, green and blue in the lower three bytes, in memory of any kind. */
final class Pixels {
    private static final int MOST_STEPS = 96;
    private static final int COLOURS = 0xff_ffff;
    private static final VarHandle INT_IN_BYTES =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private Pixels() {}

    static int bytes(int width, int height) {
        return Math.multiplyExact(Integer.BYTES, Math.multiplyExact(width, height));
    }

    /** Draws the Mandelbrot set. */
    static void draw(MemorySegment image, int width, int height) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int steps = steps(3.2 * x / width - 2.3, 2.4 * y / height - 1.2);
                image.setAtIndex(JAVA_INT_UNALIGNED, (long) y * width + x, colour(steps));
            }
        }
    }

    private static int steps(double real, double imaginary) {
        double a = 0;
        double b = 0;
        int steps = 0;
        while (a * a + b * b < 4 && steps < MOST_STEPS) {
            double next = a * a - b * b + real;
            b = 2 * a * b + imaginary;
            a = next;
            steps++;
        }
        return steps;
    }

    private static int colour(int steps) {
        if (steps == MOST_STEPS) {
            return 0;
        }
        int shade = 255 * steps / MOST_STEPS;
        return Math.min(255, 4 * shade) << 16 | Math.min(255, 2 * shade) << 8 | 96 + shade / 2;
    }

    /** Inverts the colours. */
    static void invert(MemorySegment image) {
        for (long at = 0; at < image.byteSize(); at += Integer.BYTES) {
            image.set(JAVA_INT_UNALIGNED, at, image.get(JAVA_INT_UNALIGNED, at) ^ COLOURS);
        }
    }

    /**
     * As {@link #invert(MemorySegment)}: a loop of its own, since one that sees segments of both kinds is compiled for
     * neither.
     */
    static void invert(byte[] image) {
        for (int at = 0; at < image.length; at += Integer.BYTES) {
            INT_IN_BYTES.set(image, at, (int) INT_IN_BYTES.get(image, at) ^ COLOURS);
        }
    }

    /** Whether each pixel of one image is the inverse of the other's. */
    static boolean areInverse(MemorySegment one, MemorySegment other) {
        for (long at = 0; at < one.byteSize(); at += Integer.BYTES) {
            if ((one.get(JAVA_INT_UNALIGNED, at) ^ other.get(JAVA_INT_UNALIGNED, at)) != COLOURS) {
                return false;
            }
        }
        return one.byteSize() == other.byteSize();
    }

    static void writePng(MemorySegment image, int width, int height, Path file) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, image.getAtIndex(JAVA_INT_UNALIGNED, (long) y * width + x));
            }
        }
        if (!ImageIO.write(picture, "png", file.toFile())) {
            throw new IOException("this JDK cannot write PNG: file=" + file);
        }
    }
}
