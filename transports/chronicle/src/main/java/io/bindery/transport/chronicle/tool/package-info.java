/** The commands {@code record} and {@code replay}. Start with {@link io.bindery.transport.chronicle.tool.QueueTool}. */
@NullMarked
package io.bindery.transport.chronicle.tool;

import org.jspecify.annotations.NullMarked;
