package io.bindery.samples.demo.role;

import io.bindery.samples.demo.api.QuotePublisher;
import io.bindery.samples.demo.market.QuoteSource;

/** The market-data publisher's process. */
public final class PublisherMain {
    private PublisherMain() {}

    public static void main(String[] args) {
        Role.run(
                args,
                (services, source) -> services.addService(
                        QuotePublisher.NAME,
                        new Publisher(QuoteSource.parse(source).load())));
    }
}
