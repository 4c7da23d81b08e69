package dev.beckon.systemtests.stack;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test the same running system: started by the first that asks, closed after the last. After each test whatever
 * the test has opened is closed, and the system must be whole again.
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
        beckon(test).afterEach();
    }

    private static Beckon beckon(ExtensionContext test) {
        return test.getRoot()
                .getStore(Namespace.create(RunningBeckon.class))
                .computeIfAbsent(Beckon.class, _ -> Beckon.start(), Beckon.class);
    }
}
