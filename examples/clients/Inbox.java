import java.util.List;
import java.util.Map;
import kotlin.Unit;
import okhttp3.OkHttpClient;
import org.phoenixframework.Channel;
import org.phoenixframework.Defaults;
import org.phoenixframework.Message;
import org.phoenixframework.Socket;

/** One user's inbox with com.github.dsrees:JavaPhoenixClient 1.3.1, on Android or any JVM: {@code Inbox USER}. */
public class Inbox {

    public static void main(String[] args) {
        Socket socket = new Socket(System.getenv("BECKON_SOCKET") + "/websocket",
                () -> Map.of("token", System.getenv("BECKON_TOKEN")), // called at every connect: return your newest token
                Defaults.VSN, Defaults.INSTANCE.getEncode(), Defaults.INSTANCE.getDecode(), new OkHttpClient());
        Channel channel = socket.channel("notifications:" + args[0], Map.of());
        channel.on("new_notification", message -> {
            Map<?, ?> notification = (Map<?, ?>) message.getPayload().get("notification");
            applied(channel, message);
            System.out.println("new " + notification.get("excerpt") + ", unread " + unread(message));
            return Unit.INSTANCE;
        });
        channel.on("inbox_changed", message -> {
            applied(channel, message);
            System.out.println("changed, unread " + unread(message));
            return Unit.INSTANCE;
        });
        channel.join(Defaults.TIMEOUT).receive("ok", message -> { // also called at every rejoin
            Map<?, ?> inbox = message.getPayload();
            applied(channel, message);
            System.out.println((Boolean.TRUE.equals(inbox.get("snapshot")) ? "all " : "missed ")
                    + ((List<?>) inbox.get("notifications")).size() + ", unread " + unread(message));
            return Unit.INSTANCE;
        });
        socket.connect();
    }

    /** Sets the payload of the next rejoin. Gson reads numbers as double, such as 3.0: convert them to long before sending. */
    static void applied(Channel channel, Message message) {
        Map<String, ?> inbox = message.getPayload();
        channel.setParams(Map.of("rev", ((Number) inbox.get("rev")).longValue(), "epoch", inbox.get("epoch")));
    }

    static int unread(Message message) {
        return ((Number) message.getPayload().get("unread")).intValue();
    }
}
