package dev.beckon.netty;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.http.impl.Http1xServerRequest;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Removes the query, which may hold a token, from a request that is about to become a WebSocket: Vert.x would keep it for the
 * WebSocket's life, three times. Only private fields of Vert.x allow that; where they are not as expected, the query stays.
 */
final class RequestAddress {

    private static final Logger LOG = Logger.getLogger(RequestAddress.class);
    private static final Optional<Fields> FIELDS = fields();

    private RequestAddress() {}

    private record Fields(Field request, Field uri, Field query) {

        void shorten(Http1xServerConnection connection) throws IllegalAccessException {
            if (request.get(connection) instanceof Http1xServerRequest asked) {
                uri.set(asked, asked.path());
                query.set(asked, null);
            }
        }
    }

    /** @param connection the connection of the request that is being answered */
    static void shorten(@Nullable HttpConnection connection) {
        if (FIELDS.isPresent() && connection instanceof Http1xServerConnection http1) {
            try {
                FIELDS.get().shorten(http1);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("was accessible", e);
            }
        }
    }

    private static Optional<Fields> fields() {
        try {
            Fields fields = new Fields(Http1xServerConnection.class.getDeclaredField("responseInProgress"),
                    Http1xServerRequest.class.getDeclaredField("uri"), Http1xServerRequest.class.getDeclaredField("query"));
            fields.request.setAccessible(true);
            fields.uri.setAccessible(true);
            fields.query.setAccessible(true);
            return Optional.of(fields);
        } catch (NoSuchFieldException | InaccessibleObjectException unlike) {
            LOG.debugf("WebSockets keep the address of their request: %s", unlike.toString());
            return Optional.empty();
        }
    }
}
