package dev.beckon.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.nativerules.NativeContract;
import org.junit.jupiter.api.Test;

class NativeRulesTest extends NativeContract {

    /** Every record here is a message between services, and some service passes each through Jackson. */
    @Test
    void every_record_is_registered() {
        assertThat(rules.records("dev.beckon.contracts")).isEmpty();
    }
}
