package dev.beckon.channels.internal.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a web page may connect. Without it any page that a user visits could use the user's cookies and other
 * browser state (cross-site WebSocket hijacking). Like Phoenix's {@code check_origin}, it compares those of scheme,
 * host and port that an allowed origin names.
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
            // java.net.URI does not accept * in a host
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
     * @param origin the header {@code Origin}; {@code null}: the client is no browser
     * @param host the request's host, without the port
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

    /** RFC 6454 §6.2: an origin has scheme, host and port, and nothing else. */
    private static boolean isOrigin(URI uri) {
        return uri.getHost() != null && uri.getScheme() != null && uri.getRawUserInfo() == null
                && uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getRawFragment() == null;
    }

    /** The written port, else the scheme's default, else any. */
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

    /**
     * Writes one log line for each refused origin, so that an operator sees which one is missing in the configuration.
     * Clients can send any origin, so at most a hundred are remembered and logged. Thread-safe.
     */
    static final class RefusedOrigins {

        private static final int MAX = 100;
        private static final int MAX_LENGTH = 200;
        private static final Logger LOG = Logger.getLogger(RefusedOrigins.class);

        private final Set<String> logged = ConcurrentHashMap.newKeySet();

        void add(String origin) {
            String shown = printable(origin);
            if (logged.size() < MAX && logged.add(shown)) {
                LOG.warnf("Pages from %s are refused with 403: the origin is not in channels.transport.allowed-origins.%s", shown,
                        logged.size() >= MAX ? " Further origins are not logged." : "");
            }
        }

        /** Removes line breaks and other control characters, with which a client could forge a log line. */
        private static String printable(String origin) {
            return origin.substring(0, Math.min(origin.length(), MAX_LENGTH)).replaceAll("[^\\x21-\\x7e]", "?");
        }
    }
}
