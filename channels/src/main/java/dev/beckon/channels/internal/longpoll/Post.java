package dev.beckon.channels.internal.longpoll;

import dev.beckon.channels.internal.longpoll.LongPollResponse.Answer;
import dev.beckon.channels.internal.longpoll.SessionTokens.SessionToken;
import dev.beckon.channels.internal.protocol.Inbound;
import dev.beckon.channels.internal.protocol.Serializer;
import dev.beckon.channels.internal.protocol.Serializer.MalformedFrameException;
import dev.beckon.netty.VertxLoop;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * The body of one POST.
 *
 * @param inLines one frame in each line, {@code application/x-ndjson}; else the body is one text frame
 */
record Post(byte[] body, boolean inLines) {

    /** phoenix, {@code lib/phoenix/transports/long_poll.ex}: {@code @max_base64_size}. */
    private static final int MAX_BASE64_CHARS = 10_000_000;

    /** Decodes all messages, or throws. */
    List<Inbound> decode(Serializer serializer, int maxLines) throws MalformedFrameException {
        if (!inLines) {
            return List.of(serializer.decode(text()));
        }
        List<Inbound> messages = new ArrayList<>();
        for (String line : lines(maxLines)) {
            // a V1 message is an object, so it cannot come in lines: as in Phoenix
            messages.add(line.startsWith("[") ? serializer.decode(line) : serializer.decode(binary(line)));
        }
        return messages;
    }

    private List<String> lines(int max) throws MalformedFrameException {
        List<String> lines = Arrays.asList(text().split("\n", max + 2));
        if (lines.getLast().isEmpty() && lines.size() > 1) {
            lines = lines.subList(0, lines.size() - 1);
        }
        if (lines.size() > max) {
            throw new MalformedFrameException("more than " + max + " lines");
        }
        return lines;
    }

    private static byte[] binary(String base64) throws MalformedFrameException {
        if (base64.length() > MAX_BASE64_CHARS) {
            throw new MalformedFrameException("a binary frame of more than " + MAX_BASE64_CHARS + " characters");
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new MalformedFrameException("a line is neither a text frame nor base64");
        }
    }

    private String text() throws MalformedFrameException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFrameException("not UTF-8");
        }
    }

    /** Reads a body of bounded size in bounded time, and discards any bytes after that. */
    static final class PostBody {

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

    /**
     * Counts the POSTs that this node is reading or handling: their number per session, and their bytes per user and in
     * all. A POST that would exceed a bound does not begin. Thread-safe.
     */
    static final class PostsUnderWay {

        // So that one user cannot take the whole node's share. A client without an id counts as a user of its own.
        private static final int LARGEST_POSTS_PER_USER = 4;

        private final Map<UUID, Integer> postsBySession = new HashMap<>();
        private final Map<Long, Long> bytesByUser = new HashMap<>();
        private final int maxPosts;
        private final long maxBytesPerUser;
        private final long maxBytes;
        private long bytes;

        PostsUnderWay(LongPollConfig config) {
            this.maxPosts = config.maxPosts();
            this.maxBytesPerUser = LARGEST_POSTS_PER_USER * config.maxBody().asLongValue();
            this.maxBytes = config.maxBodyBytes().asLongValue();
        }

        /**
         * @param size the most bytes that its body may have
         * @return false: a bound is reached; else the caller has to call {@link #end}
         */
        synchronized boolean begin(SessionToken token, long size) {
            boolean fits = postsBySession.getOrDefault(token.session(), 0) < maxPosts
                    && bytesByUser.getOrDefault(token.user(), 0L) + size <= maxBytesPerUser
                    && bytes + size <= maxBytes;
            if (fits) {
                postsBySession.merge(token.session(), 1, Integer::sum);
                bytesByUser.merge(token.user(), size, Long::sum);
                bytes += size;
            }
            return fits;
        }

        synchronized void end(SessionToken token, long size) {
            bytes -= size;
            bytesByUser.computeIfPresent(token.user(), (_, before) -> before == size ? null : before - size);
            postsBySession.computeIfPresent(token.session(), (_, posts) -> posts == 1 ? null : posts - 1);
        }
    }
}
