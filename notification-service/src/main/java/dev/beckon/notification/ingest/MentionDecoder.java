package dev.beckon.notification.ingest;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.Limits;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Problem.FieldError;
import dev.beckon.contracts.Source;
import dev.beckon.notification.json.InvalidJsonException;
import dev.beckon.notification.json.JsonFields;
import dev.beckon.notification.json.JsonReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of a record to a mention that can be stored and shown. Strict in what would break a reader further on: types,
 * sizes, ids, links; tolerant where nothing is lost by it: fields it does not know, recipients named twice, the actor
 * among the recipients.
 */
final class MentionDecoder {

    private static final Pattern USER_ID = Pattern.compile(Limits.USER_ID_PATTERN);

    /** Clients open it on a click: {@code javascript:} and the like must not get that far. */
    private static final Pattern LINK = Pattern.compile("https?://\\S+", Pattern.CASE_INSENSITIVE);

    private MentionDecoder() {}

    /** @throws InvalidJsonException with all that is wrong with the record */
    static MentionCreated decode(byte @Nullable [] value) throws InvalidJsonException {
        if (value == null) {
            throw new InvalidJsonException(List.of(new FieldError("", "is empty")));
        }
        JsonFields mention = JsonReader.object(value);
        UUID id = mention.uuid("id");
        Actor actor = actor(mention.object("actor"));
        List<String> recipients = mention.matchingEach(
                "recipients", Limits.RECIPIENTS_PER_RECORD, Limits.USER_ID_LENGTH, USER_ID);
        Source source = source(mention.object("source"));
        var decoded = new MentionCreated(id, actor, others(recipients, actor), source,
                mention.text("excerpt", Limits.EXCERPT_LENGTH), mention.time("occurredAt"));
        mention.check();
        return decoded;
    }

    private static Actor actor(JsonFields actor) {
        return new Actor(
                actor.matching("id", Limits.USER_ID_LENGTH, USER_ID), actor.text("name", Limits.NAME_LENGTH));
    }

    private static Source source(JsonFields source) {
        return new Source(source.text("type", Limits.SOURCE_TYPE_LENGTH), source.text("id", Limits.SOURCE_ID_LENGTH),
                source.matching("url", Limits.URL_LENGTH, LINK), source.text("title", Limits.TITLE_LENGTH));
    }

    private static List<String> others(List<String> recipients, Actor actor) {
        Set<String> others = new LinkedHashSet<>(recipients);
        others.remove(actor.id());
        return new ArrayList<>(others);
    }
}
