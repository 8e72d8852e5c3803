package io.bindery.samples.hello;

import io.bindery.BinderContext;
import io.bindery.servicemanager.ServiceManager;
import java.time.Duration;

public final class Client {
    public static void main(String[] args) throws Exception {
        try (BinderContext context = BinderContext.open("hello")) {
            var binder = ServiceManager.of(context).waitForService("greeter", Duration.ofSeconds(10));
            System.out.println(GreeterStub.asInterface(binder).greet("world"));
        }
    }
}
