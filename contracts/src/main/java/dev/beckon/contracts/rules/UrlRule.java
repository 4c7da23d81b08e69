package dev.beckon.contracts.rules;

import java.net.IDN;
import java.net.Inet6Address;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks addresses for a click by the rules of browsers (WHATWG URL, "URL parsing" and "host parsing"), not of RFC 3986, which
 * permits neither {@code my_host} nor {@code müller.example} nor {@code /a|b}. Stricter than browsers in three points: the scheme
 * is http or https, its {@code //} is present, and no user name stands before the host, because it would hide the host.
 */
final class UrlRule {

    /** A backslash ends the host as a slash does: browsers read it so, and people trust the host. */
    private static final Pattern PARTS = Pattern.compile("(?i)(https?)://([^/?#\\\\]*)(.*)", Pattern.DOTALL);
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^\\]]*\\]|[^:\\[][^:]*|)(?::(.*))?", Pattern.DOTALL);
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern FORBIDDEN = Pattern.compile("[\\x00-\\x20#%/:<>?@\\[\\\\\\]^|\\x7f]");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9A-Fa-f]*");
    private static final Pattern PORT = Pattern.compile("0*[0-9]{1,5}");
    private static final int MAX_PORT = 65_535;

    private UrlRule() {}

    /** @param text without control characters, and not blank */
    static @Nullable String check(String text) {
        if (!text.strip().equals(text)) {
            return "must not begin or end with a blank";
        }
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            return "must begin with http:// or https://";
        }
        String authority = parts.group(2);
        if (authority.indexOf('@') >= 0) {
            return "must not have a user name or password before its host";
        }
        Matcher hostAndPort = HOST_AND_PORT.matcher(authority);
        if (!hostAndPort.matches()) {
            return "has brackets in its host that are not around an IPv6 address";
        }
        String wrong = host(hostAndPort.group(1));
        return wrong != null ? wrong : port(hostAndPort.group(2));
    }

    private static @Nullable String port(@Nullable String port) {
        boolean fine = port == null || port.isEmpty() || PORT.matcher(port).matches() && Integer.parseInt(port) <= MAX_PORT;
        return fine ? null : "has a port that is no number from 0 to " + MAX_PORT;
    }

    private static @Nullable String host(String host) {
        if (host.isEmpty()) {
            return "must have a host";
        }
        if (host.startsWith("[")) {
            return isIpv6(host.substring(1, host.length() - 1)) ? null : "has a host that is no IPv6 address";
        }
        if (BROKEN_ESCAPE.matcher(host).find()) {
            return "has a host with a % that no two hexadecimal digits follow";
        }
        // URLDecoder reads + as a blank, but a host may contain +.
        String ascii = ascii(URLDecoder.decode(host.replace("+", "%2B"), StandardCharsets.UTF_8));
        if (ascii == null) {
            return "has a host that is no domain name";
        }
        if (FORBIDDEN.matcher(ascii).find()) {
            return "has a host with a character that no host may have";
        }
        return endsInNumber(ascii) && !isIpv4(ascii) ? "has a host that is no IPv4 address" : null;
    }

    /** @return {@code null} if there is no such domain name */
    private static @Nullable String ascii(String host) {
        if (host.chars().allMatch(c -> c < 0x80)) {
            return host;
        }
        try {
            return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isIpv6(String literal) {
        try {
            return literal.indexOf('%') < 0 && literal.indexOf(':') >= 0 && Inet6Address.ofLiteral(literal) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Browsers read such a host as an IPv4 address, or refuse it. */
    private static boolean endsInNumber(String host) {
        String[] labels = host.split("\\.");
        return labels.length > 0 && NUMBER.matcher(labels[labels.length - 1]).matches();
    }

    /** One to four numbers, decimal, octal or hexadecimal; the last one fills the remaining bytes. */
    private static boolean isIpv4(String host) {
        String[] labels = host.split("\\.");
        if (labels.length > 4) {
            return false;
        }
        for (int i = 0; i < labels.length; i++) {
            long max = i < labels.length - 1 ? 255 : (1L << 8 * (5 - labels.length)) - 1;
            if (!NUMBER.matcher(labels[i]).matches() || number(labels[i]) > max) {
                return false;
            }
        }
        return true;
    }

    private static long number(String label) {
        try {
            if (label.length() > 1 && (label.charAt(1) | 0x20) == 'x') {
                return label.length() == 2 ? 0 : Long.parseLong(label.substring(2), 16);
            }
            return Long.parseLong(label, label.startsWith("0") ? 8 : 10);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
