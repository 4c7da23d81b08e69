package dev.beckon.systemtests.faults;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.testservers.Await.AFTER_RESTART;
import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Notification;
import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SecondProcesses;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.KafkaMentions;
import dev.beckon.testclients.MentionApi;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is sent one after the other is shown one after the other, in the list and on a connected device. */
@SystemTest
class OrderIT {

    private static final int MENTIONS = 1_000;
    /** Kafka gives a process's partitions to another after 10 s of silence. */
    private static final int PAUSE_SECONDS = 20;

    final Beckon beckon;
    /** Several, so that each process consumes for some of them. */
    final List<String> users;

    OrderIT(Beckon beckon) {
        this.beckon = beckon;
        this.users = Stream.of("alice", "bob", "cleo", "dora").map(beckon::user).toList();
    }

    private interface Sender {
        void send(int number, String excerpt) throws Exception;
    }

    @Test
    void posts_at_two_mention_services_while_one_of_two_consumers_is_paused() throws Exception {
        Map<String, Device> devices = devices();
        try (SecondProcesses fleet = beckon.fleet()) {
            List<MentionApi> services = fleet.mentions().stream()
                    .map((URI service) -> new MentionApi(service, beckon.token("ada", "mentions:write"))).toList();

            List<String> sent = sendWithPause(List.of("notification-1"),
                    (number, excerpt) -> services.get(number % services.size()).post(excerpt, users));

            assertShownInOrder(devices, sent);
        }
    }

    @Test
    void records_that_a_team_writes_with_one_key_while_a_router_and_a_consumer_are_paused() throws Exception {
        Map<String, Device> devices = devices();
        String key = UUID.randomUUID().toString();
        try (SecondProcesses _ = beckon.fleet()) {

            List<String> sent = sendWithPause(List.of("notification-1", "mention-1"), (_, excerpt) -> beckon.records().write(key,
                    KafkaMentions.mention(UUID.randomUUID(), excerpt, users.toArray(String[]::new))));

            assertShownInOrder(devices, sent);
        }
    }

    @Test
    void the_mentions_of_one_list() {
        Map<String, Device> devices = devices();
        List<String> sent = IntStream.range(0, 100).mapToObj(i -> "listed " + i).toList();

        String body = sent.stream().map(excerpt -> MentionApi.body(excerpt, users)).collect(Collectors.joining(",", "[", "]"));
        assertThat(beckon.mentions().send(UUID.randomUUID().toString(), body).statusCode()).isEqualTo(202);

        assertShownInOrder(devices, sent);
    }

    private Map<String, Device> devices() {
        return users.stream().collect(Collectors.toMap(Function.identity(), user -> beckon.device(1, user)));
    }

    /** Sends each after Beckon has the one before. The processes stand still from half of them on. */
    private List<String> sendWithPause(List<String> processes, Sender sender) throws Exception {
        List<String> sent = new ArrayList<>();
        List<CompletableFuture<Void>> pauses = new ArrayList<>();
        for (int i = 0; i < MENTIONS; i++) {
            if (i == MENTIONS / 2) {
                processes.forEach(process -> pauses.add(pause(process)));
            }
            sent.add("number " + i);
            sender.send(i, sent.getLast());
        }
        CompletableFuture.allOf(pauses.toArray(CompletableFuture[]::new)).join();
        return sent;
    }

    private CompletableFuture<Void> pause(String process) {
        Outage outage = beckon.outages().paused(process);
        return CompletableFuture.runAsync(outage::close, CompletableFuture.delayedExecutor(PAUSE_SECONDS, TimeUnit.SECONDS));
    }

    private void assertShownInOrder(Map<String, Device> devices, List<String> sent) {
        devices.forEach((user, device) -> {
            within(AFTER_RESTART).untilAsserted(() -> assertThat(beckon.inboxes().state(user).seq()).isEqualTo(sent.size()));
            assertThat(beckon.inboxes().notifications(user).reversed()).extracting(Notification::excerpt).containsExactlyElementsOf(sent);
            soon().untilAsserted(() -> assertExact(device.view(), beckon.inboxes(), user));
            // Behind a pause the newest may have come as a snapshot instead of as news.
            assertThat(device.view().news()).isNotEmpty().extracting(news -> sent.indexOf(news.excerpt())).isSorted()
                    .doesNotHaveDuplicates();
        });
    }
}
