package dev.beckon.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Sees each connection of one server before its first read: closes the connection if its address has too many, or if no request
 * has come in time.
 */
@Sharable
final class Acceptor extends ChannelInboundHandlerAdapter {

    static final AttributeKey<Boolean> ASKED = AttributeKey.valueOf(Acceptor.class, "asked");
    /** Connections refused by all servers of the process, since its start. */
    static final LongAdder REFUSED = new LongAdder();

    private static final Logger LOG = Logger.getLogger(Acceptor.class);
    private static final long WARN_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final int maxPerAddress;
    private final long headMillis;
    private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();
    private final AtomicLong lastWarning = new AtomicLong(System.nanoTime() - WARN_EVERY_NANOS);

    Acceptor(ConnectionBounds.Limits limits) {
        this.maxPerAddress = limits.maxPerAddress();
        this.headMillis = limits.headDeadline().toMillis();
    }

    @Override
    public void channelRead(ChannelHandlerContext server, Object accepted) {
        Channel connection = (Channel) accepted;
        if (!(connection.remoteAddress() instanceof InetSocketAddress remote) || remote.getAddress() == null) {
            server.fireChannelRead(connection); // a domain socket, or a caller that has already disconnected
            return;
        }
        InetAddress address = remote.getAddress();
        int connections = open.merge(address, 1, Integer::sum);
        if (maxPerAddress > 0 && connections > maxPerAddress) {
            left(address);
            refuse(connection, address);
            return;
        }
        Future<?> deadline = server.executor().schedule(() -> closeUnlessAsked(connection), headMillis, TimeUnit.MILLISECONDS);
        connection.closeFuture().addListener(_ -> {
            deadline.cancel(false);
            left(address);
        });
        connection.pipeline().addLast(new NoHttp2());
        server.fireChannelRead(connection);
    }

    private void left(InetAddress address) {
        open.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    private void refuse(Channel connection, InetAddress address) {
        connection.unsafe().closeForcibly(); // it has no event loop yet, which close() would need
        REFUSED.increment();
        long last = lastWarning.get();
        long now = System.nanoTime();
        if (now - last >= WARN_EVERY_NANOS && lastWarning.compareAndSet(last, now)) {
            LOG.warnf("Connections of %s are refused: it has %d, which is beckon.http.max-connections-per-address.",
                    address.getHostAddress(), maxPerAddress);
        }
    }

    private static void closeUnlessAsked(Channel connection) {
        if (!connection.hasAttr(ASKED)) {
            connection.close();
        }
    }
}
