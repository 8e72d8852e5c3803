/**
 * The annotation processor. {@link io.bindery.processor.BinderProcessor} takes each annotated type through three steps:
 * a reader checks it and makes a model ({@link io.bindery.processor.InterfaceReader}, {@link
 * io.bindery.processor.RecordReader}, {@link io.bindery.processor.UnionReader}, {@link io.bindery.processor.EnumReader});
 * {@link io.bindery.processor.WireTypes} finds how each type in it travels, a {@link io.bindery.processor.WireType}, or
 * reports what to use in its place; the writers ({@link io.bindery.processor.StubWriter}, {@link
 * io.bindery.processor.ProxyWriter}, {@link io.bindery.processor.CompanionWriter}, and {@link
 * io.bindery.processor.CodecWriter} and its like) turn the model into source.
 */
@NullMarked
package io.bindery.processor;

import org.jspecify.annotations.NullMarked;
