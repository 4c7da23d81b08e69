package dev.beckon.channels.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a web page may connect. Without it any page that a user visits could use what the browser knows of the user
 * (cross-site WebSocket hijacking). As Phoenix's {@code check_origin}: scheme, host and port are compared, and a port that is
 * left out is the scheme's own. {@code https://host:*} is any port, {@code //host} any scheme and port.
 */
final class OriginCheck {

    private static final String ANY = "*";
    private static final String ANY_SUBDOMAIN = "*.";

    private final Optional<List<Allowed>> allowed;

    /** @throws IllegalArgumentException for an allowed origin without a host, naming it */
    OriginCheck(Optional<List<String>> allowed) {
        this.allowed = allowed.map(origins -> origins.stream().map(Allowed::parse).toList());
    }

    private static final String ANY_PORT = ":*";

    /** @param port -1: any */
    private record Allowed(@Nullable String scheme, String host, int port) {

        static Allowed parse(String origin) {
            if (origin.equals(ANY)) {
                return new Allowed(null, ANY, -1);
            }
            // a * is no part of a host for URI
            boolean anyPort = origin.endsWith(ANY_PORT);
            String named = anyPort ? origin.substring(0, origin.length() - ANY_PORT.length()) : origin;
            URI uri = uri(named.replace(ANY_SUBDOMAIN, "any."))
                    .filter(parsed -> parsed.getHost() != null)
                    .orElseThrow(() -> new IllegalArgumentException("not an origin such as https://app.example.com: " + origin));
            boolean subdomains = origin.contains("//" + ANY_SUBDOMAIN);
            return new Allowed(uri.getScheme(),
                    lower(subdomains ? ANY_SUBDOMAIN + uri.getHost().substring("any.".length()) : uri.getHost()),
                    anyPort ? -1 : portOf(uri));
        }

        boolean matches(URI origin) {
            return (scheme == null || scheme.equalsIgnoreCase(origin.getScheme()))
                    && matchesHost(lower(origin.getHost()))
                    && (port == -1 || port == portOf(origin));
        }

        private boolean matchesHost(String candidate) {
            return host.equals(ANY) || host.equals(candidate)
                    || host.startsWith(ANY_SUBDOMAIN) && candidate.endsWith(host.substring(1));
        }
    }

    /**
     * @param origin the header {@code Origin}; {@code null}: no browser
     * @param host that of the request, without the port
     */
    boolean isAllowed(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return true;
        }
        return uri(origin)
                .filter(OriginCheck::isOrigin)
                .map(from -> allowed
                        .map(origins -> origins.stream().anyMatch(one -> one.matches(from)))
                        .orElseGet(() -> from.getHost().equalsIgnoreCase(host)))
                .orElse(false);
    }

    /** Scheme, host and port and nothing else, as browsers write it: RFC 6454 §6.2. */
    private static boolean isOrigin(URI from) {
        return from.getScheme() != null && from.getHost() != null && from.getRawUserInfo() == null
                && from.getRawPath().isEmpty() && from.getRawQuery() == null && from.getRawFragment() == null;
    }

    /** @return -1 if there is none and the scheme has none of its own */
    private static int portOf(URI uri) {
        if (uri.getPort() != -1 || uri.getScheme() == null) {
            return uri.getPort();
        }
        return switch (lower(uri.getScheme())) {
            case "http", "ws" -> 80;
            case "https", "wss" -> 443;
            default -> -1;
        };
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String lower(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
