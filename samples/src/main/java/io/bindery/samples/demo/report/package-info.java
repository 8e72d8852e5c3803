/**
 * What the demo prints: {@link io.bindery.samples.demo.report.DemoReport} is what a run found,
 * {@link io.bindery.samples.demo.report.TextReport} and {@link io.bindery.samples.demo.report.JsonReport} write it for
 * people and for programs, {@link io.bindery.samples.demo.report.ProgressLine} is what is seen meanwhile.
 */
@NullMarked
package io.bindery.samples.demo.report;

import org.jspecify.annotations.NullMarked;
