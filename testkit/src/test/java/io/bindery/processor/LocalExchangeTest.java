package io.bindery.processor;

/** The exchange in the process of its caller: {@code asInterface} gives the object itself. */
class LocalExchangeTest extends ExchangeConformance {
    private final ExchangeService service = new ExchangeService();

    @Override
    Exchange exchange() {
        return ExchangeStub.asInterface(service);
    }
}
