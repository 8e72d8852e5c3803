/** What is not part of the API. {@link io.bindery.internal.Bootstrap} shows how the parts below are put together. */
@NullMarked
package io.bindery.internal;

import org.jspecify.annotations.NullMarked;
