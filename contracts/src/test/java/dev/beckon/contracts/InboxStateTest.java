package dev.beckon.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxPayload.NewNotification;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On the wire an inbox's state has no field name of its own. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InboxStateTest {

    static final UUID EPOCH = new UUID(0, 1);
    static final UUID ID = new UUID(0, 2);
    static final InboxState STATE = new InboxState(2, 1, 3, 4, EPOCH, 5);
    static final Notification NOTIFICATION = new Notification(ID, ID, 3, 4, new Actor("ada", "Ada"),
            new Source("comment", "1", "https://example.org", "Title"), "hello", Instant.EPOCH, "mention", null, null, Instant.EPOCH, false,
            false);
    static final String FIELDS = "\"unread\":2,\"unseen\":1,\"seq\":3,\"rev\":4,\"epoch\":\"%s\",\"read_up_to\":5".formatted(EPOCH);

    final JsonMapper json = JsonMapper.builder().addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();

    static List<Record> messages() {
        return List.of(new NewNotification(NOTIFICATION, STATE), InboxChanged.read(STATE, List.of(ID)),
                new Difference("ada", STATE, List.of(NOTIFICATION), true), new InboxAnswer(STATE, true), new InboxAnswer(STATE, false));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void its_fields_stand_among_those_of_the_message(Record message) throws Exception {
        String text = json.writeValueAsString(message);

        assertThat(text).contains(FIELDS).doesNotContain("state");
        assertThat(json.readValue(text, message.getClass())).isEqualTo(message);
    }
}
