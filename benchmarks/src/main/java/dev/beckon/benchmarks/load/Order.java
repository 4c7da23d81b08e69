package dev.beckon.benchmarks.load;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;

/** What a load process is told to do; it answers each when it is done. */
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
     * @param role of their tokens; empty: none
     */
    record Prepare(String keys, String prefix, int from, int count, String role) implements Order {}

    /**
     * Opens a connection for each user that is prepared, and joins.
     *
     * @param topic {@code %s} stands for the user
     * @param payload of the join: an object
     * @param perSecond connections begun, whether those before are done or not
     */
    record Connect(int port, String topic, String payload, int perSecond) implements Order {}

    /** An event that is answered, sent by one client after the other. */
    record Ping(String topic, String event, int perSecond, int seconds) implements Order {}

    /** An event that the first client sends, its payload a time of 19 digits and filling. */
    record Say(String topic, String event, int payloadBytes, int perSecond, int seconds) implements Order {}

    /** Lists of mentions, posted when they are due whether or not those before have been answered. */
    record Post(URI mentions, String token, MentionLists lists, double perSecond, int count) implements Order {}

    /** Upgrades that are refused, each on a new TCP connection that ends then, with the first user's token. */
    record Knock(int port, int perSecond, int count) implements Order {}

    /** How many events have come since the last report, and how long after the time in their payload. */
    record Report() implements Order {}

    /** Ends every connection. */
    record Disconnect() implements Order {}
}
