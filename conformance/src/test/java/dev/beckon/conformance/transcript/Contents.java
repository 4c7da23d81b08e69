package dev.beckon.conformance.transcript;

import dev.beckon.conformance.transcript.Step.Content;
import dev.beckon.testclients.wire.WireMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Translates a transcript's notation into messages on the wire, for one version. */
record Contents(Version version, Names names) {

    WireMessage said(Content content) {
        return switch (content) {
            case Content.Five(var json) -> new WireMessage.Text(version.said(names.fill(json)));
            case Content.Literal(var text) -> new WireMessage.Text(names.fill(text));
            case Content.Bytes(var parts) -> new WireMessage.Binary(bytes(parts));
            case Content.Control(var kind, var hex) -> control(kind, hex);
            case Content.Close(var code) -> new WireMessage.Close(code);
            case Content.End() -> throw new IllegalArgumentException("an end can only be received; use cut");
        };
    }

    /** @param transport long polling has no close codes: any end matches */
    boolean isExpected(Content expected, WireMessage received, Transport transport) {
        return switch (expected) {
            case Content.Five(var json) ->
                received instanceof WireMessage.Text(var text)
                        && names.match(version.inOrder(version.received(json)), version.inOrder(text));
            case Content.Literal(var json) -> received instanceof WireMessage.Text(var text) && names.match(json, text);
            case Content.Close(var code) -> received instanceof WireMessage.Close(var actual)
                    && (actual == code || transport == Transport.LONGPOLL);
            case Content.End() -> received instanceof WireMessage.Close(var actual) && actual == WireMessage.Close.CUT;
            case Content.Bytes _,Content.Control _ -> received.toString().equals(said(expected).toString());
        };
    }

    private static WireMessage control(String kind, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return switch (kind) {
            case "ping" -> new WireMessage.Ping(bytes);
            case "pong" -> new WireMessage.Pong(bytes);
            default -> new WireMessage.Raw(bytes);
        };
    }

    private byte[] bytes(List<String> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String part : parts) {
            if (part.startsWith("len(")) {
                out.write(value(parts, part.substring(4, part.length() - 1)).length);
            } else if (part.contains("=")) {
                out.writeBytes(value(parts, part.substring(0, part.indexOf('='))));
            } else {
                out.writeBytes(HexFormat.of().parseHex(part));
            }
        }
        return out.toByteArray();
    }

    private byte[] value(List<String> parts, String name) {
        return parts.stream()
                .filter(part -> part.startsWith(name + "="))
                .map(part -> names.fill(part.substring(name.length() + 1)).getBytes(StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no part is called " + name));
    }
}
