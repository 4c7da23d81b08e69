package dev.beckon.conformance.presence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.conformance.transcript.Venue;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import kotlin.Unit;
import okhttp3.OkHttpClient;
import org.phoenixframework.Channel;
import org.phoenixframework.Defaults;
import org.phoenixframework.Presence;
import org.phoenixframework.Socket;

/** An unmodified {@code com.github.dsrees:JavaPhoenixClient}, and its Presence. */
public final class JavaWatcher implements Watcher {

    private final OkHttpClient http = new OkHttpClient();
    private final Socket socket;
    private volatile Map<String, Set<JsonNode>> list = Map.of();

    public JavaWatcher(Venue node, String topic) {
        Map<String, Object> params = Map.of("token", node.credential("token", "watcher"));
        socket = new Socket("http://127.0.0.1:%d/socket/websocket".formatted(node.address().getPort()), () -> params,
                Defaults.VSN, Defaults.INSTANCE.getEncode(), Defaults.INSTANCE.getDecode(), http);
        Channel channel = socket.channel(topic, Map.of());
        Presence presence = new Presence(channel, Presence.Options.Companion.getDefaults());
        presence.onSync(() -> {
            Map<String, Object> metas = new HashMap<>();
            presence.getState().forEach((user, one) -> metas.put(user, one.get("metas")));
            list = Lists.of(metas);
            return Unit.INSTANCE;
        });
        socket.connect();
        channel.join(10_000);
    }

    @Override
    public Map<String, Set<JsonNode>> list() {
        return list;
    }

    @Override
    public void close() {
        socket.disconnect(1000, "", () -> Unit.INSTANCE);
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
