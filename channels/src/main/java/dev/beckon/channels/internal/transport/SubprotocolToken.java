package dev.beckon.channels.internal.transport;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the token in {@code Sec-WebSocket-Protocol: phoenix, base64url.bearer.phx.<base64>}, in which phoenix.js 1.8
 * sends its {@code authToken}: browsers let a page set no other header, and addresses end up in logs. In spite of the
 * prefix, clients send standard base64 without padding; both alphabets are accepted.
 */
final class SubprotocolToken {

    private static final String BEARER = "base64url.bearer.phx.";

    private SubprotocolToken() {}

    /**
     * @param headers all values of the header
     * @return empty if there is none, or more than one
     * @throws IllegalArgumentException if it is not base64 of UTF-8
     */
    static Optional<String> read(List<String> headers) {
        List<String> tokens = offered(headers)
                .filter(protocol -> protocol.startsWith(BEARER))
                .map(protocol -> protocol.substring(BEARER.length()))
                .toList();
        return tokens.size() == 1 ? Optional.of(decode(tokens.getFirst())) : Optional.empty();
    }

    /**
     * @return whether the client offers sub-protocols beside one token, and none of them is in {@code spoken}; a lone token is, as in
     *     Phoenix, no sub-protocol
     */
    static boolean offersOnlyUnknown(List<String> headers, List<String> spoken) {
        List<String> protocols = offered(headers).toList();
        boolean loneToken = protocols.size() == 1 && protocols.getFirst().startsWith(BEARER);
        return !protocols.isEmpty() && !loneToken && protocols.stream().noneMatch(spoken::contains);
    }

    private static Stream<String> offered(List<String> headers) {
        return headers.stream().flatMap(header -> Stream.of(header.split(","))).map(String::strip);
    }

    private static String decode(String base64) {
        byte[] bytes = Base64.getUrlDecoder().decode(base64.replace('+', '-').replace('/', '_'));
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
