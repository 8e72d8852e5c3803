package io.bindery.bench.baseline;

import io.bindery.bench.rig.Responder;

/** The server's end of a stream. */
public interface StreamResponder extends Responder {
    /** Where its messages arrive. */
    StreamSink sink();
}
