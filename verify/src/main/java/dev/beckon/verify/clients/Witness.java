package dev.beckon.verify.clients;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Is told what one device says and hears about its inbox, in that order, by one thread at a time. */
public interface Witness {

    /** Listens to nothing. */
    Witness NONE = new Witness() {};

    /** @param position what the device says that it has */
    default void joining(Map<String, Object> position) {}

    /** @param reply the response that brings the device up to date */
    default void joined(JsonNode reply) {}

    default void refused(String reason) {}

    default void pushed(String event, JsonNode payload) {}

    /** The connection or the channel has ended, or could not be had. */
    default void lost(String why) {}

    /** The server said what no server may say; the device gives up. */
    default void nonsense(String what) {}
}
