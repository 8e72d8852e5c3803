/**
 * What a step of a call costs in one thread, under JMH: the rings and the parcels, without another process. Useful to
 * compare two versions of the code; what a call costs is what the rig measures.
 */
@NullMarked
package io.bindery.bench.jmh;

import org.jspecify.annotations.NullMarked;
