/**
 * Bindery's typed calls, ready to be timed. A process that lets itself be measured adds a
 * {@link io.bindery.bench.calls.RigServer} to its context; the one that measures gets the service, makes a
 * {@link io.bindery.bench.calls.RigClient} of it, and runs one of the workloads:
 * {@link io.bindery.bench.calls.FourLongs}, {@link io.bindery.bench.calls.SegmentBytes},
 * {@link io.bindery.bench.calls.ReusedBytes}, {@link io.bindery.bench.calls.OnewayStream}.
 *
 * <pre>{@code
 * ServiceManager.of(context).addService(RigServer.NAME, new RigServer());                          // one process
 *
 * RigService service = RigServiceStub.asInterface(ServiceManager.of(context).getService(RigServer.NAME)); // another
 * RigClient rig = new RigClient(service);
 * rig.pin(0, 1);
 * Measurement seen = rig.measure(new Bounce(), new FourLongs(service), 10_000_000, 100, 200);
 * double ratio = seen.summary().ratioP50();
 * }</pre>
 */
@NullMarked
package io.bindery.bench.calls;

import org.jspecify.annotations.NullMarked;
