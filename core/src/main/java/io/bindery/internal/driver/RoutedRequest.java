package io.bindery.internal.driver;

/** A request that has been taken from its lane and has to be served by the thread whose chain it belongs to. */
record RoutedRequest(CallLane lane) {}
