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
    /** There is no such session, on this node or behind the relay. */
    static final Answer GONE = of(410);
    static final Answer TOO_BIG = of(413);
    static final Answer TOO_MANY_POSTS = of(429);
    static final Answer INTERNAL_ERROR = of(500);

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

    /** The session ended while the poll waited. Its token is repeated as Phoenix clients of before 1.7.11 send it again. */
    static Answer ended(String token) {
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
