package dev.beckon.channels.transport.longpoll;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;

/**
 * What a request is told, inside HTTP 200.
 *
 * <p>phoenix.js understands 200 (with messages), 204, 410, 403 and 500 in answer to GET; any other status ends it silently and
 * for good. In answer to POST everything but 200 makes it open a new session.
 *
 * @param json an object with the real {@code status}
 */
record Answer(String json) {

    static final Answer OK = of(200);
    static final Answer MALFORMED = of(400);
    static final Answer FORBIDDEN = of(403);
    static final Answer TIMEOUT = of(408);
    /** There is no such session, on this node or behind the relay. POSTs are answered with it, polls with {@link #ENDED}. */
    static final Answer GONE = of(410);
    static final Answer TOO_BIG = of(413);
    static final Answer TOO_MANY_POSTS = of(429);
    static final Answer INTERNAL_ERROR = of(500);

    /**
     * Answers a poll whose session ended before the poll or while it waited: 500, because it is the only status that makes
     * every phoenix.js reconnect and rejoin. Versions before 1.8.2 take 410 for their socket's opening and stay joined to
     * channels that are gone; versions before 1.5 throw at 403 and never ask again.
     */
    static final Answer ENDED = INTERNAL_ERROR;

    private static Answer of(int status) {
        return new Answer("{\"status\":" + status + "}");
    }

    static Answer messages(String token, List<String> messages) {
        return poll(messages.isEmpty() ? 204 : 200, token, messages);
    }

    /** The session was opened for this very request; phoenix.js takes it for its socket's opening. */
    static Answer opened(String token) {
        return poll(410, token, List.of());
    }

    private static Answer poll(int status, String token, List<String> messages) {
        StringBuilder json = new StringBuilder(64 + token.length())
                .append("{\"status\":").append(status).append(",\"token\":\"").append(token).append("\",\"messages\":[");
        String separator = "\"";
        for (String message : messages) {
            json.append(separator);
            JsonStringEncoder.getInstance().quoteAsString(message, json);
            separator = "\",\"";
        }
        return new Answer(json.append(messages.isEmpty() ? "]}" : "\"]}").toString());
    }
}
