package io.bindery.samples.hello;

import io.bindery.BinderInterface;
import io.bindery.IInterface;
import io.bindery.RemoteException;

@BinderInterface
public interface Greeter extends IInterface {
    String greet(String name) throws RemoteException;
}
