package dev.beckon.conformance.transcript;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The target of {@code connect}. {@code user=alice} passes a token of hers as a parameter, {@code auth=alice} in the way of
 * phoenix.js's {@code authToken}; {@code vsn=} sets another version ({@code -} none), {@code over=} another transport,
 * {@code origin=} a page; any other option is a parameter.
 *
 * @param path with a query
 */
record Target(String path, List<String> headers) {

    static Target of(Map<String, String> options, Combination combination, Names names) {
        List<String> query = new ArrayList<>();
        List<String> headers = new ArrayList<>();
        if (!options.containsKey("vsn")) {
            query.add("vsn=" + combination.version().vsn());
        }
        options.forEach((key, written) -> {
            String value = names.fill(written);
            switch (key) {
                case "user" -> query.add("token=" + names.fill("<token:%s>".formatted(value)));
                case "auth" -> headers.add(credential(combination.transport(), names.fill("<token:%s>".formatted(value))));
                case "origin" -> headers.add("origin: " + value);
                case "over" -> {}
                case "vsn" -> {
                    if (!value.equals("-")) {
                        query.add("vsn=" + value);
                    }
                }
                default -> query.add(key + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        });
        String path = combination.transport() == Transport.WEBSOCKET ? "websocket" : "longpoll";
        return new Target("/socket/%s?%s".formatted(path, String.join("&", query)), headers);
    }

    /** The combination of this client, if it differs from the usual one. */
    static Combination combination(Map<String, String> options, Combination usual) {
        String over = options.get("over");
        String vsn = options.get("vsn");
        return new Combination(
                over == null ? usual.transport() : Transport.valueOf(over.toUpperCase(Locale.ROOT)),
                vsn == null ? usual.version() : vsn.startsWith("2") ? Version.V2 : Version.V1);
    }

    /** phoenix, {@code assets/js/phoenix/socket.js}: standard base64 without padding. */
    private static String credential(Transport transport, String token) {
        return transport == Transport.LONGPOLL
                ? "x-phoenix-authtoken: " + token
                : "sec-websocket-protocol: phoenix, base64url.bearer.phx."
                        + Base64.getEncoder().withoutPadding().encodeToString(token.getBytes(StandardCharsets.UTF_8));
    }
}
