package dev.beckon.conformance.transcript;

import dev.beckon.conformance.transcript.Step.Content;
import dev.beckon.conformance.wire.Message;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** From what a transcript writes to what is on the wire, in one version. */
record Contents(Version version, Names names) {

    Message said(Content content) {
        return switch (content) {
            case Content.Five(var json) -> new Message.Text(version.said(names.fill(json)));
            case Content.Literal(var text) -> new Message.Text(names.fill(text));
            case Content.Bytes(var parts) -> new Message.Binary(bytes(parts));
            case Content.Control(var kind, var hex) -> control(kind, hex);
            case Content.Close(var code) -> new Message.Close(code);
            case Content.End() -> throw new IllegalArgumentException("the end can only be heard; say cut");
        };
    }

    /** @param transport long polling has no close codes: there any end is as good */
    boolean isHeard(Content expected, Message heard, Transport transport) {
        return switch (expected) {
            case Content.Five(var json) ->
                    heard instanceof Message.Text(var text)
                    && names.match(version.inOrder(version.heard(json)), version.inOrder(text));
            case Content.Literal(var json) -> heard instanceof Message.Text(var text) && names.match(json, text);
            case Content.Close(var code) -> heard instanceof Message.Close(var actual)
                    && (actual == code || transport == Transport.LONGPOLL);
            case Content.End() -> heard instanceof Message.Close(var actual) && actual == Message.Close.CUT;
            case Content.Bytes _, Content.Control _ -> heard.toString().equals(said(expected).toString());
        };
    }

    private static Message control(String kind, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return switch (kind) {
            case "ping" -> new Message.Ping(bytes);
            case "pong" -> new Message.Pong(bytes);
            default -> new Message.Raw(bytes);
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
