package io.bindery.samples.hello;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.servicemanager.ServiceManager;

public final class Server extends GreeterStub {
    @Override
    public String greet(String name) {
        return "Hello " + name + ", user " + Binder.getCallingUid();
    }

    public static void main(String[] args) throws Exception {
        try (BinderContext context = BinderContext.open("hello")) {
            ServiceManager.of(context).addService("greeter", new Server());
            Thread.currentThread().join();
        }
    }
}
