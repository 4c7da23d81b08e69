package dev.beckon.localstack;

import java.util.Locale;
import java.util.Set;

/** The people of the demo, whose tokens the gateways of a local stack give to every caller on this machine. */
public enum DemoUser {

    ALICE("Alice", "mentions:write"), BOB("Bob", "mentions:write"), CAROL("Carol", "mentions:write"),
    /** Announces to everybody in the lobby. */
    OFFICE("Back office", "broadcast");

    private final String shown;
    private final String role;

    DemoUser(String shown, String role) {
        this.shown = shown;
        this.role = role;
    }

    /** The token's subject. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name to display. */
    public String shown() {
        return shown;
    }

    Set<String> roles() {
        return Set.of(role);
    }

    /** The path of this user's page at a gateway, which fetches a token by itself. */
    public String path() {
        return "/demo?as=" + id();
    }
}
