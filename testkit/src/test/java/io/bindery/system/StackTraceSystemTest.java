package io.bindery.system;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whether a caller learns where a handler threw is what the handler's context says. */
@Timeout(60)
class StackTraceSystemTest {
    private World world;

    @BeforeEach
    void open(@TempDir Path home) throws Exception {
        world = new World(home);
        BinderContext ignored = world.open();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private BinderProxy object(boolean stackTraces) throws Exception {
        BinderContext owner = world.open(builder -> builder.stackTraces(stackTraces));
        return World.pass(
                Transactions.object((code, data, reply) -> {
                    throw new IllegalStateException("as asked");
                }),
                owner,
                world.open());
    }

    @Test
    void shouldNotTellByDefault() throws Exception {
        BinderProxy remote = object(false);

        assertThatThrownBy(() -> Transactions.callLong(remote, 1, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("as asked")
                .hasNoCause();
    }

    @Test
    void shouldTellWhereItWasThrown() throws Exception {
        BinderProxy remote = object(true);

        assertThatThrownBy(() -> Transactions.callLong(remote, 1, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("as asked")
                .cause()
                .hasMessageContaining("\tat " + StackTraceSystemTest.class.getName());
    }
}
