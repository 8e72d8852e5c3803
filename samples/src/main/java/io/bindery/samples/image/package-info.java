/**
 * An image that two processes share: {@link io.bindery.samples.image.ImageSample} draws it in
 * {@link io.bindery.SharedMemory}, {@link io.bindery.samples.image.ImageFilterService} inverts it in another process, and
 * the time that takes is held against sending the image in a parcel.
 */
@NullMarked
package io.bindery.samples.image;

import org.jspecify.annotations.NullMarked;
