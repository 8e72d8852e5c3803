/**
 * What {@code bench scale} looks at apart from cases with a baseline: how many sessions, threads and processes, how fast one
 * connects, and how soon one learns of a death. {@link io.bindery.bench.scale.Scenario} says what there is; each runs in a
 * {@link io.bindery.bench.scale.ScenarioWorker}, which starts further processes.
 */
@NullMarked
package io.bindery.bench.scale;

import org.jspecify.annotations.NullMarked;
