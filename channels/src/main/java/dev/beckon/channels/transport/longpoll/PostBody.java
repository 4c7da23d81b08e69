package dev.beckon.channels.transport.longpoll;

import dev.beckon.channels.pubsub.VertxLoop;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Function;

/** Reads a body of bounded size in bounded time, and throws away what comes after that. */
final class PostBody {

    private final HttpServerRequest request;
    private final VertxLoop loop;
    private final LongPollConfig config;
    private final Buffer body = Buffer.buffer();

    PostBody(HttpServerRequest request, VertxLoop loop, LongPollConfig config) {
        this.request = request;
        this.loop = loop;
        this.config = config;
    }

    /** @param whole makes the answer, unless the body is refused */
    Uni<Answer> read(Function<byte[], Uni<Answer>> whole) {
        return Uni.createFrom().<Uni<Answer>>emitter(reader -> {
            reader.onTermination(loop.after(config.window(), () -> refuse(reader, Answer.TIMEOUT)));
            request.handler(part -> append(part, reader));
            request.endHandler(_ -> reader.complete(whole.apply(body.getBytes())));
            request.exceptionHandler(_ -> reader.complete(Uni.createFrom().item(Answer.MALFORMED)));
        }).chain(Function.identity());
    }

    private void append(Buffer part, UniEmitter<? super Uni<Answer>> reader) {
        if (body.length() + part.length() > config.maxBody().asLongValue()) {
            refuse(reader, Answer.TOO_BIG);
        } else {
            body.appendBuffer(part);
        }
    }

    private void refuse(UniEmitter<? super Uni<Answer>> reader, Answer answer) {
        request.handler(_ -> {});
        reader.complete(Uni.createFrom().item(answer));
    }
}
