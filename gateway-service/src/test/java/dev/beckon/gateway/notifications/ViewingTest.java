package dev.beckon.gateway.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.beckon.channels.Payload;
import dev.beckon.channels.RawJson;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Source;
import dev.beckon.gateway.notifications.InboxClient.UnavailableException;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ViewingTest {

    static final ObjectMapper JSON = JsonMapper.builder().addModule(new JavaTimeModule()).build();

    final List<UUID> marked = new ArrayList<>();
    final Viewing viewing = new Viewing(this::mark);
    boolean away;

    private Uni<?> mark(List<UUID> ids) {
        marked.addAll(ids);
        return away
                ? Uni.createFrom().failure(new UnavailableException("unavailable", "it is away"))
                : Uni.createFrom().item(InboxState.empty(GapRepairTest.EPOCH));
    }

    @BeforeEach
    void the_device_shows_a_comment() {
        viewing.show(new Source.Key("comment", "1"));
    }

    @Test
    void what_arrives_from_there_is_marked_read_and_comes_as_read_and_uncounted() {
        JsonNode sent = adapt(arrival(11, 5, 2));

        assertThat(marked).containsExactly(new UUID(1, 11));
        assertThat(sent.at("/notification/read").booleanValue()).isTrue();
        assertThat(counts(sent)).isEqualTo("4 unread, 1 unseen at 21");
    }

    @Test
    void what_arrives_from_elsewhere_goes_out_as_it_is() {
        viewing.show(new Source.Key("comment", "2"));
        Payload frame = arrival(11, 5, 2);

        assertThat(viewing.adapt(frame).await().indefinitely()).isSameAs(frame);
        assertThat(marked).isEmpty();
    }

    @Test
    void frames_before_the_one_that_makes_it_read_are_counted_without_it() {
        adapt(arrival(11, 1, 1));
        viewing.show(null);

        assertThat(counts(adapt(arrival(12, 2, 2)))).isEqualTo("1 unread, 1 unseen at 22");
        assertThat(counts(adapt(change(InboxChanged.counts(state(2, 0, 23)))))).isEqualTo("1 unread, 0 unseen at 23");
        assertThat(viewing.isActive()).isTrue();

        Payload read = change(InboxChanged.read(state(1, 0, 24), List.of(new UUID(1, 11))));
        assertThat(viewing.adapt(read).await().indefinitely()).isSameAs(read);
        assertThat(viewing.isActive()).isFalse();
    }

    @Test
    void it_no_longer_counts_once_it_is_archived_taken_back_or_below_the_watermark() {
        for (InboxChanged change : List.of(
                InboxChanged.archived(state(0, 0, 23), List.of(new UUID(1, 11))),
                InboxChanged.retracted(state(0, 0, 23), List.of(new UUID(1, 11))),
                InboxChanged.counts(new InboxState(0, 0, 11, 23, GapRepairTest.EPOCH, 11)))) {
            viewing.show(new Source.Key("comment", "1"));
            adapt(arrival(11, 1, 1));
            viewing.show(null);

            assertThat(counts(adapt(change(change)))).isEqualTo("0 unread, 0 unseen at 23");
            assertThat(viewing.isActive()).isFalse();
        }
    }

    @Test
    void without_notification_service_it_arrives_as_for_any_other_member() {
        away = true;
        Payload frame = arrival(11, 5, 2);

        assertThat(viewing.adapt(frame).await().indefinitely()).isSameAs(frame);
        viewing.show(null);
        assertThat(viewing.isActive()).isFalse();
    }

    @Test
    void what_was_missed_from_there_comes_as_read_too_and_what_the_member_has_is_left_alone() {
        adapt(arrival(10, 1, 1));
        marked.clear();
        Difference missed = GapRepairTest.difference(3, 3, 12, 24, GapRepairTest.unread(9, 22), GapRepairTest.unread(11, 23),
                GapRepairTest.notification(12, 24, true, false));

        Difference adapted = viewing.adapt(missed, 10).await().indefinitely();

        assertThat(marked).containsExactly(new UUID(1, 11));
        assertThat(adapted.notifications()).extracting(Notification::read).containsExactly(false, true, true);
        assertThat(adapted.state()).isEqualTo(new InboxState(2, 2, 12, 24, GapRepairTest.EPOCH, 0));
    }

    private JsonNode adapt(Payload frame) {
        return tree(viewing.adapt(frame).await().indefinitely());
    }

    private static Payload arrival(long seq, int unread, int unseen) {
        return raw(new NewNotification(GapRepairTest.unread(seq, seq + 10), state(unread, unseen, seq + 10)));
    }

    private static Payload change(InboxChanged change) {
        return raw(change);
    }

    private static InboxState state(int unread, int unseen, long rev) {
        return new InboxState(unread, unseen, rev - 10, rev, GapRepairTest.EPOCH, 0);
    }

    private static String counts(JsonNode frame) {
        return "%d unread, %d unseen at %d".formatted(frame.path("unread").intValue(), frame.path("unseen").intValue(),
                frame.path("rev").intValue());
    }

    private static Payload raw(Object payload) {
        try {
            return new RawJson(JSON.writeValueAsString(payload));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode tree(Payload payload) {
        try {
            return JSON.readTree(((RawJson) payload).text());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
