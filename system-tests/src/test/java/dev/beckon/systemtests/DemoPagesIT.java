package dev.beckon.systemtests;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.NodeTests;
import dev.beckon.systemtests.stack.SystemTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The demo's pages in a real Chromium, used by several people at a time. */
@SystemTest
class DemoPagesIT {

    final Beckon beckon;

    DemoPagesIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @TestFactory
    Stream<DynamicTest> in_Chromium() {
        return new NodeTests(beckon).run("demo-pages.test.js");
    }
}
