package dev.beckon.benchmarks;

import java.util.Map;

/** Gateway settings for benchmarks that do not measure the default configuration. */
final class Gateways {

    /** A lobby of this size serves announcements only, without presence. */
    static final Map<String, String> ANNOUNCEMENTS_ONLY = Map.of("GATEWAY_ROOMS_LOBBY_PRESENCE", "false");

    private Gateways() {}
}
