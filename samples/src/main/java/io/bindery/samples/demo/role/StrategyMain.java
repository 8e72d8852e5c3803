package io.bindery.samples.demo.role;

import io.bindery.bench.calls.RigServer;
import io.bindery.bench.calls.RigService;
import io.bindery.bench.calls.RigServiceStub;
import io.bindery.samples.demo.api.OrderGateway;
import io.bindery.samples.demo.api.OrderGatewayStub;
import io.bindery.samples.demo.api.QuotePublisher;
import io.bindery.samples.demo.api.QuotePublisherStub;
import io.bindery.samples.demo.api.StrategyMonitor;
import io.bindery.samples.demo.api.TradingMonitor;

/** The strategy's process. */
public final class StrategyMain {
    private StrategyMain() {}

    public static void main(String[] args) {
        Role.run(args, (services, _) -> {
            OrderGateway gateway =
                    OrderGatewayStub.asInterface(services.waitForService(OrderGateway.NAME, Role.START_TIMEOUT));
            QuotePublisher publisher =
                    QuotePublisherStub.asInterface(services.waitForService(QuotePublisher.NAME, Role.START_TIMEOUT));
            Strategy strategy = new Strategy(gateway);
            gateway.open(strategy.fillListener());
            publisher.subscribe(strategy.quoteListener());
            RigService rig = RigServiceStub.asInterface(services.getService(RigServer.NAME));
            services.addService(StrategyMonitor.NAME, strategy.callMonitor(rig));
            services.addService(TradingMonitor.STRATEGY, strategy.monitor());
        });
    }
}
