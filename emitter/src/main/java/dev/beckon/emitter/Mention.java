package dev.beckon.emitter;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text in which a person names others. Fields and rules are those of {@code POST /mentions}; Beckon checks them and names what is
 * wrong, so a mention here may still be refused. {@link #by} begins one.
 *
 * @param actor the author
 * @param recipients the users named, 1 to 10,000; after an edit also none. Beckon ignores duplicates and the actor
 * @param source the text's place in the product
 * @param excerpt the text around the mention, up to 1,000 UTF-16 code units, shown as text
 * @param occurredAt when it was written; at most 24 h ahead
 * @param kind why the recipients are named, such as {@code reply}; null: {@code mention}
 * @param thread the conversation; null: none
 * @param data the product's own object of strings, numbers, booleans, lists and maps, up to 2,048 bytes of JSON; null: none
 * @param expiresAt Beckon takes the mention back then; null: never
 */
public record Mention(Actor actor, List<String> recipients, Source source, String excerpt, Instant occurredAt, @Nullable String kind,
        @Nullable String thread, @Nullable Map<String, ?> data, @Nullable Instant expiresAt) {

    /** Recipients of one mention. */
    public static final int MAX_RECIPIENTS = 10_000;

    /** @throws IllegalArgumentException if there are more than {@value #MAX_RECIPIENTS} recipients */
    public Mention {
        Objects.requireNonNull(actor, "a mention needs an actor");
        Objects.requireNonNull(source, "a mention needs a source");
        Objects.requireNonNull(excerpt, "a mention needs an excerpt");
        Objects.requireNonNull(occurredAt, "a mention needs the time at which it occurred");
        recipients = List.copyOf(recipients);
        if (recipients.size() > MAX_RECIPIENTS) {
            throw new IllegalArgumentException("a mention has at most %d recipients, not %d: post several, each with its own key"
                    .formatted(MAX_RECIPIENTS, recipients.size()));
        }
    }

    /**
     * The person who wrote the text.
     *
     * @param id as in that user's tokens
     * @param name to show
     * @param avatarUrl a picture, http or https; null: none
     */
    public record Actor(String id, String name, @Nullable String avatarUrl) {

        public Actor {
            Objects.requireNonNull(id, "an actor needs an id");
            Objects.requireNonNull(name, "an actor needs a name");
        }
    }

    /**
     * The text's place, in the product's terms.
     *
     * @param type such as {@code comment}
     * @param id unique within the type
     * @param url where a click leads, http or https
     * @param title to show
     */
    public record Source(String type, String id, String url, String title) {

        public Source {
            Objects.requireNonNull(type, "a source needs a type");
            Objects.requireNonNull(id, "a source needs an id");
            Objects.requireNonNull(url, "a source needs a url");
            Objects.requireNonNull(title, "a source needs a title");
        }
    }

    /** Begins a mention that occurs now. @param id the author's, as in that user's tokens; @param name to show */
    public static Builder by(String id, String name) {
        return new Builder(new Actor(id, name, null));
    }

    /** As Beckon's JSON names the fields. @param revision of an edit; null: a post */
    Map<String, Object> fields(@Nullable Long revision) {
        return object("revision", revision,
                "actor", object("id", actor.id(), "name", actor.name(), "avatar_url", actor.avatarUrl()),
                "recipients", recipients,
                "source", object("type", source.type(), "id", source.id(), "url", source.url(), "title", source.title()),
                "excerpt", excerpt,
                "occurredAt", occurredAt.toString(),
                "kind", kind,
                "thread", thread,
                "data", data,
                "expiresAt", expiresAt == null ? null : expiresAt.toString());
    }

    /** @param fields names and values in turn; one without a value is left out */
    private static Map<String, Object> object(@Nullable Object... fields) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            Object value = fields[i + 1];
            if (value != null) {
                object.put(String.valueOf(fields[i]), value);
            }
        }
        return object;
    }

    /** Collects a mention's fields; the setters are named like them. Not thread-safe. */
    public static final class Builder {

        private Actor actor;
        private List<String> recipients = List.of();
        private @Nullable Source source;
        private @Nullable String excerpt;
        private Instant occurredAt = Instant.now();
        private @Nullable String kind;
        private @Nullable String thread;
        private @Nullable Map<String, ?> data;
        private @Nullable Instant expiresAt;

        private Builder(Actor actor) {
            this.actor = actor;
        }

        public Builder avatarUrl(String url) {
            actor = new Actor(actor.id(), actor.name(), url);
            return this;
        }

        public Builder of(String... users) {
            return of(List.of(users));
        }

        public Builder of(List<String> users) {
            recipients = users;
            return this;
        }

        public Builder in(String type, String id, String url, String title) {
            source = new Source(type, id, url, title);
            return this;
        }

        public Builder excerpt(String text) {
            excerpt = text;
            return this;
        }

        public Builder occurredAt(Instant time) {
            occurredAt = time;
            return this;
        }

        public Builder kind(String word) {
            kind = word;
            return this;
        }

        public Builder thread(String conversation) {
            thread = conversation;
            return this;
        }

        public Builder data(Map<String, ?> object) {
            data = object;
            return this;
        }

        public Builder expiresAt(Instant time) {
            expiresAt = time;
            return this;
        }

        /** @throws NullPointerException if source or excerpt is absent */
        public Mention build() {
            return new Mention(actor, recipients, Objects.requireNonNull(source, "a mention needs a source"),
                    Objects.requireNonNull(excerpt, "a mention needs an excerpt"), occurredAt, kind, thread, data, expiresAt);
        }
    }
}
