package dev.beckon.systemtests;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tests Phoenix's JavaScript client, {@code phoenix} on npm, unmodified, in Node. */
@SystemTest
class PhoenixJsIT {

    final Beckon beckon;

    PhoenixJsIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @TestFactory
    Stream<DynamicTest> in_Node() {
        return beckon.nodeTests("phoenix-js.test.js");
    }
}
