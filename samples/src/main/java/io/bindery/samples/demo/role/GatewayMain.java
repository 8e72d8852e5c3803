package io.bindery.samples.demo.role;

import io.bindery.bench.calls.RigServer;
import io.bindery.samples.demo.api.OrderGateway;
import io.bindery.samples.demo.api.QuotePublisher;
import io.bindery.samples.demo.api.QuotePublisherStub;
import io.bindery.samples.demo.api.TradingMonitor;

/** The order gateway's process. */
public final class GatewayMain {
    private GatewayMain() {}

    public static void main(String[] args) {
        Role.run(args, (services, _) -> {
            Gateway gateway = new Gateway();
            QuotePublisher publisher =
                    QuotePublisherStub.asInterface(services.waitForService(QuotePublisher.NAME, Role.START_TIMEOUT));
            // Before the strategy, which waits for our service: so each quote is sent to the gateway first.
            publisher.subscribe(gateway.quoteListener());
            services.addService(RigServer.NAME, new RigServer());
            services.addService(OrderGateway.NAME, gateway);
            services.addService(TradingMonitor.GATEWAY, gateway.monitor());
        });
    }
}
