package dev.beckon.systemtests.api;

import static dev.beckon.testservers.Await.soon;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Json;
import dev.beckon.testclients.MentionApi;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Calls every documented operation correctly and incorrectly: its description covers each answer. */
@SystemTest
class OpenApiIT {

    /** These need a fault, a slow network or ten thousand blocks: the services' own tests cover them. */
    private static final Set<Integer> OF_FAULTS = Set.of(408, 409, 429, 500, 503);

    private static final String IDS = "{\"ids\":[\"01990a5c-8a11-7c1a-9d5e-2f1b7a3c4d5e\"]}";
    private static final String OWN = "";
    private static final String TOO_LONG = "x".repeat(256);

    final Beckon beckon;
    final String alice;

    OpenApiIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
    }

    @TestFactory
    Stream<DynamicTest> every_answer_of_mention_service_is_as_described() {
        postForStatus();
        return answers("mention-service", beckon.mentionService(), 1 << 20, List.of(
                Example.post("postMentions", "mentions:write", 202, "/mentions", MentionApi.body("described", List.of(alice)), "{}"),
                Example.post("editMention", "mentions:write", 202, "/mentions/" + alice,
                        MentionApi.edited(1, "described", List.of(alice)), "{}"),
                Example.get("getMention", "mentions:write", "/mentions/" + alice + "-posted", "/mentions/" + alice + "?limit=501"),
                Example.change("retractMention", "mentions:write", 202, "/mentions/" + alice + "?revision=2", "/mentions/" + alice),
                Example.post("revokeAccess", "mentions:write", 202, "/access/revoked", "{\"user\":\"%s\",\"thread\":\"t\"}".formatted(
                        alice),
                        "{}")));
    }

    @TestFactory
    Stream<DynamicTest> every_answer_of_notification_service_is_as_described() {
        postForStatus();
        String inbox = "/inbox/" + alice;
        String positions = "[{\"user\":\"%s\"},{\"user\":\"nobody\",\"rev\":0}]".formatted(alice);
        return answers("notification-service", beckon.notificationService(), 128 << 10, List.of(
                Example.get("getMention", "mentions:write", "/mentions/" + alice + "-posted", "/mentions/" + alice + "?limit=501"),
                Example.get("getInbox", OWN, inbox, "/inbox/" + TOO_LONG),
                Example.get("listNotifications", OWN, inbox + "/notifications?limit=1", inbox + "/notifications?limit=101"),
                Example.get("getChanges", OWN, inbox + "/changes?since=0", inbox + "/changes?since=x"),
                Example.change("markSeen", OWN, 200, inbox + "/seen", "/inbox/" + TOO_LONG + "/seen"),
                Example.post("markRead", OWN, 200, inbox + "/read", IDS, "{}"),
                Example.post("markUnread", OWN, 200, inbox + "/unread", "{\"source\":{\"type\":\"comment\",\"id\":\"7\"}}", "{}"),
                Example.post("markAllRead", OWN, 200, inbox + "/read-all", "{}", "{\"upTo\":-1}"),
                Example.post("archive", OWN, 200, inbox + "/archive", IDS, "["),
                Example.post("unarchive", OWN, 200, inbox + "/unarchive", IDS, "{}"),
                Example.change("archiveRead", OWN, 200, inbox + "/archive-read", "/inbox/" + TOO_LONG + "/archive-read"),
                Example.post("catchUp", "inboxes:read", 200, "/inboxes/catch-up", positions, "{}"),
                Example.get("exportPerson", "people:admin", "/people/" + alice + "/export", "/people/%20b/export"),
                Example.change("erasePerson", "people:admin", 200, "/people/" + beckon.user("erased"), "/people/%20b")));
    }

    @TestFactory
    Stream<DynamicTest> every_answer_of_a_gateway_is_as_described() {
        String lunch = "{\"topic\":\"room:lunch\",\"event\":\"new_msg\",\"payload\":{}}";
        return answers("gateway-service", beckon.gateway(1), 64 << 10, List.of(
                Example.post("broadcast", "broadcast", 202, "/broadcast", lunch, "{}"),
                Example.get("getOnlineUsers", "presence:read", "/presence/users?ids=" + alice, "/presence/users"),
                Example.change("disconnect", "admin", 202, "/sockets/" + alice + "/disconnect", "/sockets/%20b/disconnect"),
                Example.change("block", "admin", 204, "/blocks/" + alice, "/blocks/%20b"),
                Example.get("listBlocks", "admin", "/blocks", ""),
                Example.change("unblock", "admin", 204, "/blocks/" + alice, "/blocks/%20b")));
    }

    private void postForStatus() {
        beckon.mentions(beckon.token(alice, "mentions:write")).tryPost(alice + "-posted", "for the page", List.of(alice));
        soon().untilAsserted(() -> assertThat(beckon.inboxes().state(alice).seq()).isPositive());
    }

    /** One test for each operation, and one that checks that every operation and status was tested. */
    private Stream<DynamicTest> answers(String service, URI address, int maxBody, List<Example> examples) {
        Description description = Description.openApi(service);
        Map<String, Operation> operations = Operation.of(description).stream().collect(toMap(Operation::id, operation -> operation));
        Map<String, Set<Integer>> seen = new TreeMap<>();
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(dynamicTest("the served description is the one of the source", () -> {
            ApiAnswer served = new Call("GET", address.resolve("/q/openapi?format=JSON"), null, null).send();
            assertThat(Json.tree(served.body())).isEqualTo(description.document());
        }));
        examples.forEach(example -> tests.add(dynamicTest(example.operation(), () -> {
            Operation operation = operations.get(example.operation());
            Set<Integer> statuses = new TreeSet<>();
            for (Call call : calls(operation, example, address, maxBody)) {
                ApiAnswer answer = call.send();
                assertThat(operation.faults(answer)).as("%s of %s", answer, call.address()).isEmpty();
                statuses.add(answer.status());
            }
            assertThat(statuses).contains(example.status());
            seen.put(example.operation(), statuses);
        })));
        tests.add(dynamicTest("no operation and no status is left out", () -> {
            Map<String, Set<Integer>> described = new TreeMap<>();
            operations.forEach((id, operation) -> {
                if (!operation.isStream()) { // the gateway's own test calls it
                    described.put(id, operation.statuses());
                }
            });
            described.values().forEach(statuses -> statuses.removeAll(OF_FAULTS));
            assertThat(seen).isEqualTo(described);
        }));
        return tests.stream();
    }

    private List<Call> calls(Operation operation, Example example, URI address, int maxBody) {
        boolean own = example.role().equals(OWN);
        String token = own ? beckon.token(alice) : beckon.token(alice, example.role());
        String wrongToken = beckon.token(own ? beckon.user("mallory") : alice);
        Call good = new Call(operation.method(), address.resolve(example.address()), token, example.body());
        List<Call> calls = new ArrayList<>(List.of(
                good,
                new Call(good.method(), good.address(), null, good.body()),
                new Call(good.method(), good.address(), wrongToken, good.body())));
        if (operation.statuses().contains(400)) {
            String asker = example.badAddress().contains(TOO_LONG) ? beckon.token(TOO_LONG) : token;
            calls.add(new Call(good.method(), address.resolve(example.badAddress()), asker, example.badBody()));
        }
        if (operation.statuses().contains(422)) {
            String other = example.body().replace("described", "described otherwise");
            calls.add(good.key("one-key-for-two"));
            calls.add(new Call(good.method(), good.address(), token, other).key("one-key-for-two"));
        }
        if (operation.statuses().contains(404)) {
            calls.add(new Call(good.method(), address.resolve(example.address() + "-unknown"), token, good.body()));
        }
        if (operation.statuses().contains(406)) {
            calls.add(good.accept("text/html"));
        }
        if (example.body() != null) {
            calls.add(good.contentType("text/plain"));
            calls.add(new Call(good.method(), good.address(), token, example.body() + " ".repeat(maxBody)));
        }
        return calls;
    }
}
