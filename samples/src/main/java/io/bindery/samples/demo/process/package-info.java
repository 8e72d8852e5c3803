/**
 * The demo's processes as seen from the one that starts them: {@link io.bindery.samples.demo.process.ChildProcesses}
 * starts, watches and ends them, {@link io.bindery.samples.demo.process.PrivateHome} is where they meet, and
 * {@link io.bindery.samples.demo.process.ParentWatch} ends a child whose parent has died.
 */
@NullMarked
package io.bindery.samples.demo.process;

import org.jspecify.annotations.NullMarked;
