package dev.beckon.systemtests;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Several people at a time use the demo's pages in a real Chromium. */
@SystemTest
class DemoPagesIT {

    final Beckon beckon;

    DemoPagesIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @TestFactory
    Stream<DynamicTest> in_Chromium() {
        return beckon.nodeTests("demo-pages.test.js");
    }
}
