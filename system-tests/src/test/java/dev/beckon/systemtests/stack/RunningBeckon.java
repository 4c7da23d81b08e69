package dev.beckon.systemtests.stack;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test the same running system: the first test starts it, and it is closed after the last. After each test it closes all
 * that the test has opened; if the system is then not healthy, the test fails and the next one gets a new system.
 */
final class RunningBeckon implements ParameterResolver, AfterEachCallback {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Beckon.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return beckon(test);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        try {
            beckon(test).afterEach();
        } catch (Throwable broken) {
            store(test).remove(Attempt.class, Attempt.class).close();
            throw broken;
        }
    }

    private static Beckon beckon(ExtensionContext test) {
        return store(test).computeIfAbsent(Attempt.class, _ -> Attempt.start(), Attempt.class).beckon();
    }

    /** Belongs to one run: a run that repeats failed tests has a system of its own. */
    private static Store store(ExtensionContext test) {
        return test.getRoot().getStore(Namespace.create(RunningBeckon.class));
    }

    /** The only start of the run: after a failure no later test waits for another start. */
    private record Attempt(@Nullable Beckon started, @Nullable RuntimeException failure) implements AutoCloseable {

        static Attempt start() {
            try {
                return new Attempt(Beckon.start(), null);
            } catch (RuntimeException e) {
                return new Attempt(null, e);
            }
        }

        Beckon beckon() {
            if (started == null) {
                throw new IllegalStateException("Beckon did not start: " + failure.getMessage(), failure);
            }
            return started;
        }

        @Override
        public void close() {
            if (started != null) {
                started.close();
            }
        }
    }
}
