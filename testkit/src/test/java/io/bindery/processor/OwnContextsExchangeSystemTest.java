package io.bindery.processor;

import io.bindery.BinderContext;
import io.bindery.RemoteException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The exchange in this process, behind a second context of the same directory: calls take the whole way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnContextsExchangeSystemTest extends ExchangeConformance {
    private BinderContext host;
    private BinderContext context;

    @BeforeAll
    void open(@TempDir Path home) throws IOException {
        host = BinderContext.builder("exchange").home(home).open();
        context = BinderContext.builder("exchange").home(home).open();
    }

    @AfterAll
    void close() {
        context.close();
        host.close();
    }

    @Override
    Exchange exchange() throws RemoteException {
        return ExchangeStub.asInterface(context.getContextObject());
    }
}
