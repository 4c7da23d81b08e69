package dev.beckon.benchmarks.load;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;

/** An order to a load process, which answers when it is done. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "order")
@JsonSubTypes({
        @JsonSubTypes.Type(value = Order.Prepare.class, name = "prepare"),
        @JsonSubTypes.Type(value = Order.Connect.class, name = "connect"),
        @JsonSubTypes.Type(value = Order.Ping.class, name = "ping"),
        @JsonSubTypes.Type(value = Order.Say.class, name = "say"),
        @JsonSubTypes.Type(value = Order.Post.class, name = "post"),
        @JsonSubTypes.Type(value = Order.Knock.class, name = "knock"),
        @JsonSubTypes.Type(value = Order.Report.class, name = "report"),
        @JsonSubTypes.Type(value = Order.Disconnect.class, name = "disconnect"),
})
public sealed interface Order {

    /**
     * Signs the tokens of users {@code prefix0}, {@code prefix1}, …, which takes longer than connecting.
     *
     * @param role role in the tokens; empty if there is none
     */
    record Prepare(String keys, String prefix, int from, int count, String role) implements Order {}

    /**
     * Opens a connection for each prepared user, and joins.
     *
     * @param topic {@code %s} stands for the user
     * @param payload payload of the join, a JSON object
     * @param perSecond rate of new connections, whether or not earlier ones are done
     */
    record Connect(int port, String topic, String payload, int perSecond) implements Order {}

    /** One client after the other sends an event that the channel answers. */
    record Ping(String topic, String event, int perSecond, int seconds) implements Order {}

    /** The first client sends events whose payload is a time of 19 digits and filling. */
    record Say(String topic, String event, int payloadBytes, int perSecond, int seconds) implements Order {}

    /** Posts lists of mentions when they are due, whether or not earlier posts have been answered. */
    record Post(URI mentions, String token, MentionLists lists, double perSecond, int count) implements Order {}

    /** Requests upgrades that the gateway refuses, each on a new TCP connection that then ends, with the first user's token. */
    record Knock(int port, int perSecond, int count) implements Order {}

    /** Asks for the number of events since the last report, and their latency from the time in their payload. */
    record Report() implements Order {}

    /** Ends every connection. */
    record Disconnect() implements Order {}
}
