package dev.beckon.benchmarks.micro;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.internal.protocol.Frame;
import dev.beckon.channels.internal.protocol.Inbound;
import dev.beckon.channels.internal.protocol.Outbound;
import dev.beckon.channels.internal.protocol.Ref;
import dev.beckon.channels.internal.protocol.Serializer;
import dev.beckon.channels.internal.protocol.Serializer.MalformedFrameException;
import dev.beckon.channels.internal.protocol.Serializers;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Version 2 of the protocol: decodes an event, encodes its reply, and encodes a broadcast once for all members. */
@State(Scope.Thread)
public class Codec {

    private static final Ref REF = new Ref("\"7\"");
    private static final String TOPIC = "room:lobby";

    private final Serializer serializer = new Serializers(new ObjectMapper()).forVersion("2.0.0").orElseThrow();

    /** Size of the payload in bytes. */
    @Param("300")
    public int size;

    private String event = "";
    private Outbound reply = new Outbound.Close(REF, TOPIC);
    private Outbound broadcast = reply;

    @Setup
    public void frames() {
        RawJson payload = new RawJson("{\"body\":\"" + "x".repeat(size - "{\"body\":\"\"}".length()) + "\"}");
        event = "[\"7\",\"8\",\"%s\",\"new_msg\",%s]".formatted(TOPIC, payload.text());
        reply = new Outbound.Reply(REF, REF, TOPIC, EventResult.Status.OK, payload);
        broadcast = new Outbound.Broadcast(TOPIC, "new_msg", payload);
    }

    @Benchmark
    public Inbound decode() throws MalformedFrameException {
        return serializer.decode(event);
    }

    @Benchmark
    public @Nullable Frame reply() {
        return serializer.encode(reply);
    }

    @Benchmark
    public @Nullable Frame broadcast() {
        return serializer.encode(broadcast);
    }
}
