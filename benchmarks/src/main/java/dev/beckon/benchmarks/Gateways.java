package dev.beckon.benchmarks;

import java.util.Map;

/** How gateways are configured where the default is not what is measured. */
final class Gateways {

    /** A lobby as large as these is for announcements: nobody is told who comes and goes. */
    static final Map<String, String> ANNOUNCEMENTS_ONLY = Map.of("GATEWAY_ROOMS_LOBBY_PRESENCE", "false");

    private Gateways() {}
}
