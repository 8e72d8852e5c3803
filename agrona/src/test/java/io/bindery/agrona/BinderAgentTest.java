package io.bindery.agrona;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bindery.BinderContext;
import io.bindery.servicemanager.ServiceManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BinderAgentTest {
    private static final String CONTEXT = "agents";
    private static final long PATIENCE_S = 60;

    @TempDir
    Path home;

    static Stream<Named<Supplier<IdleStrategy>>> strategies() {
        return Stream.of(
                Named.of("busy", BusySpinIdleStrategy::new),
                Named.of("backoff", BackoffIdleStrategy::new),
                Named.of("sleeping", SleepingIdleStrategy::new));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void shouldServeAnotherContextInTheThreadOfARunner(Supplier<IdleStrategy> strategy) throws Exception {
        SharedCounter counter = new SharedCounter();
        BinderContext server = open(0);
        ServiceManager.of(server).addService("counter", counter);
        List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
        try (AgentRunner runner = new AgentRunner(strategy.get(), errors::add, null, BinderAgent.owning(server));
                BinderContext client = open(1)) {
            AgentRunner.startOnThread(runner);
            Counter remote = counterOf(client);
            for (int i = 1; i <= 100; i++) {
                assertThat(remote.add(1)).isEqualTo(i);
            }
            remote.tell(900);
            assertThat(counter.teller().get(PATIENCE_S, SECONDS)).isSameAs(runner.thread());
            assertThat(remote.add(1)).isEqualTo(1001);
        }
        assertThat(errors).isEmpty();
        assertThat(home.resolve(CONTEXT)).isEmptyDirectory();
    }

    @Test
    void shouldServeSyncCallsByAnInvoker() throws Exception {
        SharedCounter counter = new SharedCounter();
        try (BinderContext server = open(0);
                BinderContext client = open(1);
                ExecutorService callers = Executors.newSingleThreadExecutor()) {
            ServiceManager.of(server).addService("counter", counter);
            AgentInvoker invoker = new AgentInvoker(BinderAgentTest::rethrow, null, BinderAgent.of(server));
            invoker.start();
            CompletableFuture<Long> answer = CompletableFuture.supplyAsync(() -> call(client), callers);
            int work = 0;
            while (!answer.isDone()) {
                work += invoker.invoke();
            }
            assertThat(answer.get()).isEqualTo(7);
            assertThat(work).as("checkService and add").isEqualTo(2);
            invoker.close();
            assertThat(server.doWork()).as("the agent does not own the context").isZero();
        }
    }

    @Test
    void shouldEndWhenTheContextIsClosed() throws Exception {
        BinderContext context = open(0);
        BinderAgent agent = BinderAgent.of(context);
        assertThat(agent.roleName()).isEqualTo("bindery-agents");
        assertThat(agent.doWork()).isZero();
        context.close();
        assertThatThrownBy(agent::doWork)
                .isInstanceOf(AgentTerminationException.class)
                .hasMessageContaining("bindery-agents")
                .hasMessageContaining("closed");
    }

    @Test
    void shouldEndWhenTheContextHasLoopersOfItsOwn() throws Exception {
        try (BinderContext context = open(2)) {
            assertThatThrownBy(BinderAgent.of(context)::doWork)
                    .isInstanceOf(AgentTerminationException.class)
                    .hasMessageContaining("looperThreads(0)");
        }
    }

    @Test
    void shouldCloseTheContextThatItOwns() throws Exception {
        BinderContext context = open(0);
        BinderAgent.owning(context).onClose();
        assertThatThrownBy(context::doWork).isInstanceOf(IllegalStateException.class);
        assertThat(home.resolve(CONTEXT)).isEmptyDirectory();
    }

    private BinderContext open(int looperThreads) throws IOException {
        return BinderContext.builder(CONTEXT)
                .home(home)
                .looperThreads(looperThreads)
                .open();
    }

    private static Counter counterOf(BinderContext context) throws Exception {
        return CounterStub.asInterface(ServiceManager.of(context).getService("counter"));
    }

    private static long call(BinderContext client) {
        try {
            return counterOf(client).add(7);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void rethrow(Throwable error) {
        throw new AssertionError(error);
    }
}
