/**
 * What a run of the rig prints. {@link io.bindery.bench.report.CaseReport} is one row;
 * {@link io.bindery.bench.report.JsonReport} and {@link io.bindery.bench.report.TableReport} write rows;
 * {@link io.bindery.bench.report.Machine} says where they were measured.
 */
@NullMarked
package io.bindery.bench.report;

import org.jspecify.annotations.NullMarked;
