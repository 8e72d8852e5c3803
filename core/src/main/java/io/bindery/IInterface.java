package io.bindery;

/** The base of every interface whose methods can be called across processes. */
public interface IInterface {}
