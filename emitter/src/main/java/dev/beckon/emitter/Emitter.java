package dev.beckon.emitter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.emitter.EmitterException.Reason;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Posts mentions to Beckon, edits them and takes them back. A call blocks until Beckon has it on all replicas; it waits and repeats
 * after 408, 429, 5xx and lost connections, and fails with {@link EmitterException} once the patience ends or an answer is final.
 * Keys make every repetition harmless, also by another process. Thread-safe; one per program.
 *
 * <pre>{@code
 * Emitter beckon = Emitter.to(URI.create("https://mentions.example.com"), rejected -> tokens.accessToken(rejected != null)).build();
 * beckon.post("comment-4711", Mention.by("ada", "Ada Lovelace").of("bob")
 *         .in("comment", "4711", "https://docs.example.com/plan", "The plan").excerpt("@bob, can you look?").build());
 * }</pre>
 */
public final class Emitter {

    /** Mentions of one call. */
    public static final int MAX_MENTIONS = 100;

    /** Bytes of one call's body; mention-service accepts 1 MiB unless its operator has set another limit. */
    public static final int MAX_BYTES = 1_048_576;

    /** Mentions of one {@link #postAll}. */
    public static final int MAX_BATCH = 10_000;

    private final URI service;
    private final Duration answerWithin;
    private final Calls calls;

    private Emitter(Builder settings) {
        this.service = settings.service;
        this.answerWithin = settings.answerWithin;
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(settings.connectWithin).build();
        this.calls = new Calls(http, settings.tokens, settings.patience);
    }

    /** @param service the address of mention-service, with or without a path */
    public static Builder to(URI service, TokenSupplier tokens) {
        return new Builder(service, tokens);
    }

    /**
     * Posts a mention.
     *
     * @param key the Idempotency-Key: 1 to 200 visible ASCII characters, the same for every attempt by any process, such as a row's
     *     id; also the address for {@link #edit}, {@link #retract} and {@link #status}
     * @return the mention's id
     */
    public UUID post(String key, Mention mention) throws EmitterException, InterruptedException {
        return post(key, Calls.bytes(mention.fields(null))).get(0);
    }

    /** Posts the body of {@code POST /mentions} as it is. @param json one mention or a list @return the ids, in their order */
    public List<UUID> postJson(String key, String json) throws EmitterException, InterruptedException {
        return post(key, json.getBytes(UTF_8));
    }

    /**
     * Posts a list in as few calls as Beckon's limits allow. The first call's key is {@code key}, that of a later one {@code key}, a
     * colon and the index of its first mention. Repeat it with the same list: mentions that Beckon has are not doubled.
     *
     * @param mentions at most {@value #MAX_BATCH}
     * @return what became of each part; look at {@link Batch#failure}
     */
    public Batch postAll(String key, List<Mention> mentions) throws InterruptedException {
        if (mentions.size() > MAX_BATCH) {
            throw new IllegalArgumentException("post at most %d mentions at once, not %d".formatted(MAX_BATCH, mentions.size()));
        }
        List<Batch.Part> parts = new ArrayList<>();
        EmitterException last = null;
        for (int from = 0, size; from < mentions.size(); from += size) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            size = fill(body, mentions, from);
            if (last != null && last.reason() != Reason.REFUSED) {
                parts.add(new Batch.Part(from, size, List.of(), last));
                continue;
            }
            try {
                parts.add(new Batch.Part(from, size, post(from == 0 ? key : key + ":" + from, body.toByteArray()), null));
            } catch (EmitterException e) {
                last = e;
                parts.add(new Batch.Part(from, size, List.of(), e));
            }
        }
        return new Batch(parts);
    }

    /** Writes as many mentions as one call may have. @return their number, at least 1 */
    private static int fill(ByteArrayOutputStream body, List<Mention> mentions, int from) {
        int size = 0;
        for (; size < MAX_MENTIONS && from + size < mentions.size(); size++) {
            byte[] mention = Calls.bytes(mentions.get(from + size).fields(null));
            if (size > 0 && body.size() + mention.length + 2 > MAX_BYTES) {
                break;
            }
            body.write(size == 0 ? '[' : ',');
            body.writeBytes(mention);
        }
        body.write(']');
        return size;
    }

    /**
     * Replaces the mention of this key: who is added is notified, who is left out loses the notification, all others see the new text.
     *
     * @param revision the product's own number of this state, from 1; the highest holds, in whatever order calls arrive
     * @param mention the whole mention as it is now; {@code recipients} may be empty
     * @return the mention's id
     */
    public UUID edit(String key, long revision, Mention mention) throws EmitterException, InterruptedException {
        return edit(key, Calls.bytes(mention.fields(revision)));
    }

    /** Makes an edit whose body is JSON already. @param json the whole mention with its {@code revision} */
    public UUID editJson(String key, String json) throws EmitterException, InterruptedException {
        return edit(key, json.getBytes(UTF_8));
    }

    /** Takes the mention back from all recipients. @param revision as for {@link #edit} @return the mention's id */
    public UUID retract(String key, long revision) throws EmitterException, InterruptedException {
        return ids(calls.make(to(mention(key) + "?revision=" + revision).DELETE())).get(0);
    }

    /** Takes back from a user all mentions in a source that the user may no longer see; later mentions are shown. */
    public void revokeSource(String user, String sourceType, String sourceId) throws EmitterException, InterruptedException {
        revoke(Map.of("user", user, "source", Map.of("type", sourceType, "id", sourceId)));
    }

    /** Takes back from a user all mentions of a conversation that the user may no longer see; later mentions are shown. */
    public void revokeThread(String user, String thread) throws EmitterException, InterruptedException {
        revoke(Map.of("user", user, "thread", thread));
    }

    /** What became of a mention, with the first 100 recipients. Empty if it is not stored: that takes moments after a post. */
    public Optional<MentionStatus> status(String key) throws EmitterException, InterruptedException {
        return status(key, 100, null);
    }

    /** @param limit recipients on the page, 1 to 500; @param after {@link MentionStatus#nextAfter} of the page before; null: the first */
    public Optional<MentionStatus> status(String key, int limit, @Nullable String after) throws EmitterException, InterruptedException {
        String page = "?limit=" + limit + (after == null ? "" : "&after=" + encode(after));
        try {
            return Optional.of(MentionStatus.of(Calls.json(calls.make(to(mention(key) + page).GET()))));
        } catch (EmitterException e) {
            if (e.reason() == Reason.NOT_FOUND && "/problems/not-found".equals(e.problem())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private List<UUID> post(String key, byte[] body) throws EmitterException, InterruptedException {
        return ids(calls.make(to("/mentions").header("Idempotency-Key", key).POST(json(body))));
    }

    private UUID edit(String key, byte[] body) throws EmitterException, InterruptedException {
        return ids(calls.make(to(mention(key)).PUT(json(body)))).get(0);
    }

    private void revoke(Map<String, Object> access) throws EmitterException, InterruptedException {
        calls.make(to("/access/revoked").POST(json(Calls.bytes(access))));
    }

    private static List<UUID> ids(String answer) throws EmitterException {
        JsonNode ids = Calls.json(answer).path("ids");
        if (ids.isEmpty()) {
            throw new EmitterException(Reason.REFUSED, 0, null, null, "This is not Beckon's answer; is the address right? " + answer, null);
        }
        return StreamSupport.stream(ids.spliterator(), false).map(id -> UUID.fromString(id.asText())).toList();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(service.toString().replaceFirst("/$", "") + path))
                .timeout(answerWithin)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json");
    }

    private static BodyPublisher json(byte[] body) {
        return BodyPublishers.ofByteArray(body);
    }

    private static String mention(String key) {
        if (key.equals(".") || key.equals("..")) {
            throw new IllegalArgumentException("the key " + key + " has no address: clients take it out of paths");
        }
        return "/mentions/" + encode(key);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /** Settings of an emitter; each has a default. */
    public static final class Builder {

        private final URI service;
        private final TokenSupplier tokens;
        private Duration connectWithin = Duration.ofSeconds(3);
        private Duration answerWithin = Duration.ofSeconds(10);
        private Duration patience = Duration.ofMinutes(2);

        private Builder(URI service, TokenSupplier tokens) {
            this.service = service;
            this.tokens = tokens;
        }

        /** Bound on a connection's begin; 3 s by default. */
        public Builder connectWithin(Duration bound) {
            connectWithin = bound;
            return this;
        }

        /** Bound on one attempt; 10 s by default: Beckon answers within 5 s. */
        public Builder answerWithin(Duration bound) {
            answerWithin = bound;
            return this;
        }

        /** No attempt begins later than this after the call; 2 min by default. Zero: one attempt. */
        public Builder patience(Duration bound) {
            patience = bound;
            return this;
        }

        public Emitter build() {
            return new Emitter(this);
        }
    }
}
