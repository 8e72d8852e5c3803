package io.bindery.agrona;

import io.bindery.BinderContext;
import java.util.Objects;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;

/**
 * Serves a context in the duty cycle of an agent: for {@code AgentRunner}, {@code AgentInvoker}, or beside others in a
 * {@code CompositeAgent}. The context has to be opened with {@code looperThreads(0)}.
 *
 * <pre>{@code
 * BinderContext context = BinderContext.builder("market").looperThreads(0).open();
 * AgentRunner runner = new AgentRunner(new BusySpinIdleStrategy(), Throwable::printStackTrace, null,
 *         BinderAgent.owning(context));
 * AgentRunner.startOnThread(runner);
 * }</pre>
 *
 * <p>Handlers run on the agent's thread. An agent that makes calls of its own serves what belongs to their chains while it
 * waits, but nothing else: everything else waits until it is back in its duty cycle.
 *
 * <p><b>Threading:</b> as for every agent, one thread at a time.
 */
public final class BinderAgent implements Agent {
    private final BinderContext context;
    private final boolean owning;

    private BinderAgent(BinderContext context, boolean owning) {
        this.context = Objects.requireNonNull(context, "context");
        this.owning = owning;
    }

    /** Returns an agent that leaves the context open when it is closed itself. */
    public static BinderAgent of(BinderContext context) {
        return new BinderAgent(context, false);
    }

    /** Returns an agent that closes the context when it is closed itself. */
    public static BinderAgent owning(BinderContext context) {
        return new BinderAgent(context, true);
    }

    /**
     * Handles what has arrived, and returns at once.
     *
     * @return how many transactions were handled
     * @throws AgentTerminationException if there will never be any work: the context is closed, or has looper threads of
     *     its own
     */
    @Override
    public int doWork() {
        try {
            return context.doWork();
        } catch (IllegalStateException e) {
            throw new AgentTerminationException("the agent ends: role=" + roleName() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void onClose() {
        if (owning) {
            context.close();
        }
    }

    /** Returns {@code bindery-} and the name of the context. */
    @Override
    public String roleName() {
        return "bindery-" + context.name();
    }
}
