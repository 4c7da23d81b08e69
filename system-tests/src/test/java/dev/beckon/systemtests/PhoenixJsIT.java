package dev.beckon.systemtests;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.NodeTests;
import dev.beckon.systemtests.stack.SystemTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The JavaScript client of Phoenix, {@code phoenix} on npm, as it is, in Node. */
@SystemTest
class PhoenixJsIT {

    final Beckon beckon;

    PhoenixJsIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @TestFactory
    Stream<DynamicTest> in_Node() {
        return new NodeTests(beckon).run("phoenix-js.test.js");
    }
}
