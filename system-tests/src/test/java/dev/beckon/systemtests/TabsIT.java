package dev.beckon.systemtests;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The tabs of one Chromium share one connection, whatever becomes of the tab that has it. */
@SystemTest
class TabsIT {

    final Beckon beckon;

    TabsIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @TestFactory
    Stream<DynamicTest> in_Chromium() {
        return beckon.nodeTests("tabs.test.js");
    }
}
