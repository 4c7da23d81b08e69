package dev.beckon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NativeTransportTest {

    @Test
    void epoll_is_named_where_it_is_used() {
        assertThat(NativeTransport.words(true, false, null)).startsWith("Transport: Netty's native one, epoll");
    }

    @Test
    void a_native_executable_says_that_it_has_no_epoll_what_that_costs_and_where_the_figures_are() {
        assertThat(NativeTransport.words(false, true, null)).startsWith("Transport: the JDK's selectors.")
                .contains("native executable", "more processor time", "docker/README.md").doesNotContain("null");
    }

    @Test
    void a_library_that_cannot_be_loaded_is_named_by_the_last_cause_with_what_it_needs() {
        Throwable cause = new IllegalStateException("failed to load", new ExceptionInInitializerError(
                new UnsatisfiedLinkError("/tmp/libnetty.so: failed to map segment from shared object")));

        assertThat(NativeTransport.words(false, false, cause))
                .contains("could not be loaded: java.lang.UnsatisfiedLinkError: /tmp/libnetty.so: failed to map segment")
                .contains("java.io.tmpdir", System.getProperty("java.io.tmpdir"));
    }

    @Test
    void no_epoll_where_none_was_asked_for_is_said_by_its_setting() {
        assertThat(NativeTransport.words(false, false, null)).contains("quarkus.vertx.prefer-native-transport=false")
                .doesNotContain("null");
    }
}
