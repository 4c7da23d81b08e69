package dev.beckon.systemtests;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A developer's pages on the machine of a local stack, in a real Chromium: its own first page, and those of development servers. */
@SystemTest
class LocalPagesIT {

    final Beckon beckon;

    LocalPagesIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @TestFactory
    Stream<DynamicTest> in_Chromium() {
        return beckon.nodeTests("local-pages.test.js");
    }
}
