package dev.beckon.channels.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a web page may connect. Without it any page that a user visits could use what the browser knows of the user
 * (cross-site WebSocket hijacking). As Phoenix's {@code check_origin}: an allowed origin fixes what it names of scheme, host
 * and port.
 */
final class OriginCheck {

    private static final String ANY = "*";
    private static final String ANY_SUBDOMAIN = "*.";
    private static final String ANY_PORT = ":*";
    private static final int EVERY_PORT = -1;

    private final Optional<List<Allowed>> allowed;

    /** @throws IllegalArgumentException for an allowed origin without a host, naming it */
    OriginCheck(Optional<List<String>> allowed) {
        this.allowed = allowed.map(origins -> origins.stream().map(Allowed::parse).toList());
    }

    /** @param port {@link #EVERY_PORT}: any */
    private record Allowed(@Nullable String scheme, String host, int port) {

        static Allowed parse(String origin) {
            if (origin.equals(ANY)) {
                return new Allowed(null, ANY, EVERY_PORT);
            }
            boolean anyPort = origin.endsWith(ANY_PORT);
            String named = anyPort ? origin.substring(0, origin.length() - ANY_PORT.length()) : origin;
            // a * is no part of a host for URI
            URI uri = uri(named.replace(ANY_SUBDOMAIN, "any."))
                    .filter(parsed -> parsed.getHost() != null)
                    .orElseThrow(() -> new IllegalArgumentException("not an origin such as https://app.example.com: " + origin));
            boolean subdomains = origin.contains("//" + ANY_SUBDOMAIN);
            return new Allowed(uri.getScheme(),
                    lower(subdomains ? ANY_SUBDOMAIN + uri.getHost().substring("any.".length()) : uri.getHost()),
                    anyPort ? EVERY_PORT : OriginCheck.port(uri));
        }

        boolean matches(URI origin) {
            return (scheme == null || scheme.equalsIgnoreCase(origin.getScheme()))
                    && matchesHost(lower(origin.getHost()))
                    && (port == EVERY_PORT || port == OriginCheck.port(origin));
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

    /** RFC 6454 §6.2: scheme, host and port, and nothing else. */
    private static boolean isOrigin(URI uri) {
        return uri.getHost() != null && uri.getScheme() != null && uri.getRawUserInfo() == null
                && uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getRawFragment() == null;
    }

    /** As written, else that of the scheme, else any. */
    private static int port(URI uri) {
        if (uri.getPort() != -1) {
            return uri.getPort();
        }
        return switch (uri.getScheme() == null ? "" : lower(uri.getScheme())) {
            case "http", "ws" -> 80;
            case "https", "wss" -> 443;
            default -> EVERY_PORT;
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
