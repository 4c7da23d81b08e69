package dev.beckon.systemtests;

import static dev.beckon.testservers.Await.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import kotlin.Unit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.phoenixframework.Channel;
import org.phoenixframework.Defaults;
import org.phoenixframework.Message;
import org.phoenixframework.Push;
import org.phoenixframework.Socket;

/** Tests the client of Android applications, {@code com.github.dsrees:JavaPhoenixClient}, unmodified. */
@SystemTest
class JavaPhoenixClientIT {

    final Beckon beckon;
    final String alice;
    final OkHttpClient http = new OkHttpClient();
    final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    Socket socket;

    JavaPhoenixClientIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
    }

    @BeforeEach
    void connect() {
        socket = new Socket(beckon.gateway(1) + "/socket/websocket", Map.of("token", beckon.token(alice)), Defaults.VSN,
                Defaults.INSTANCE.getEncode(), Defaults.INSTANCE.getDecode(), http);
        socket.connect();
    }

    @AfterEach
    void disconnect() {
        socket.disconnect(1000, "", () -> Unit.INSTANCE);
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    @Test
    void it_joins_receives_and_marks_as_read() throws Exception {
        Channel channel = socket.channel("notifications:" + alice, Map.of());
        channel.on("new_notification", this::received);
        channel.on("inbox_changed", this::received);
        Message joined = answer(channel.join(Defaults.TIMEOUT));
        beckon.mentions().post("hello, Kotlin", alice);
        Message news = next();
        Map<?, ?> notification = (Map<?, ?>) news.getPayload().get("notification");
        Message read = answer(channel.push("mark_read", Map.of("ids", List.of(notification.get("id"))), Defaults.TIMEOUT));
        Message changed = next();

        assertThat(joined.getStatus()).isEqualTo("ok");
        assertThat(joined.getPayload()).containsEntry("snapshot", true).containsEntry("unread", 0.0);
        assertThat(news.getEvent()).isEqualTo("new_notification");
        assertThat(news.getPayload()).containsEntry("unread", 1.0);
        assertThat(notification.get("excerpt")).isEqualTo("hello, Kotlin");
        assertThat(read.getPayload()).containsEntry("unread", 0.0);
        assertThat(changed.getEvent()).isEqualTo("inbox_changed");
        assertThat(changed.getPayload()).containsEntry("read", List.of(notification.get("id")));
    }

    @Test
    void it_is_told_that_an_inbox_is_not_its_own() throws Exception {
        Channel channel = socket.channel("notifications:" + beckon.user("bob"), Map.of());

        Message refused = answer(channel.join(Defaults.TIMEOUT));

        assertThat(refused.getStatus()).isEqualTo("error");
        assertThat(refused.getPayload()).containsEntry("reason", "unauthorized");
    }

    private Unit received(Message message) {
        received.add(message);
        return Unit.INSTANCE;
    }

    private Message next() throws InterruptedException {
        Message message = received.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(message).as("a message").isNotNull();
        return message;
    }

    private static Message answer(Push push) throws InterruptedException {
        BlockingQueue<Message> answers = new LinkedBlockingQueue<>();
        for (String status : List.of("ok", "error", "timeout")) {
            push.receive(status, message -> {
                answers.add(message);
                return Unit.INSTANCE;
            });
        }
        Message answer = answers.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer).as("an answer").isNotNull();
        return answer;
    }
}
