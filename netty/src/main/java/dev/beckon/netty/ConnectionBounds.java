package dev.beckon.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the connections of every server of the process by the caller's address, and by the time until a request has come.
 * Neither Vert.x nor Quarkus offers that: Quarkus counts all connections together, so that one address could take them all. A
 * subclass names the limits; {@code META-INF/services} names the subclass.
 */
public abstract class ConnectionBounds implements VertxServiceProvider {

    /**
     * @param maxPerAddress 0: any number
     * @param headDeadline time until the head of the first request has come
     */
    public record Limits(int maxPerAddress, Duration headDeadline) {}

    /** Called when a server starts; the configuration exists by then. */
    protected abstract Limits limits();

    @Override
    public final void init(VertxBuilder builder) {
        Transport transport = builder.findTransport();
        builder.findTransport(transport == null || transport.getClass() == JDKTransport.class
                ? new BoundedJdkTransport(this)
                : new BoundedTransport(transport, this));
    }

    void before(ServerBootstrap bootstrap) {
        bootstrap.handler(new Acceptor(limits()));
    }

    /** The JDK's transport, with bounds. A subclass, because Vert.x checks the transport's class. */
    static final class BoundedJdkTransport extends JDKTransport {

        private final ConnectionBounds bounds;

        BoundedJdkTransport(ConnectionBounds bounds) {
            this.bounds = bounds;
        }

        @Override
        public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
            super.configure(options, domainSocket, bootstrap);
            bounds.before(bootstrap);
        }
    }

    /** A native transport, with bounds. */
    static final class BoundedTransport implements Transport {

        private final Transport transport;
        private final ConnectionBounds bounds;

        BoundedTransport(Transport transport, ConnectionBounds bounds) {
            this.transport = transport;
            this.bounds = bounds;
        }

        @Override
        public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
            transport.configure(options, domainSocket, bootstrap);
            bounds.before(bootstrap);
        }

        @Override
        public void configure(ClientOptionsBase options, boolean domainSocket, Bootstrap bootstrap) {
            transport.configure(options, domainSocket, bootstrap);
        }

        @Override
        public void configure(DatagramChannel channel, DatagramSocketOptions options) {
            transport.configure(channel, options);
        }

        @Override
        public boolean supportsDomainSockets() {
            return transport.supportsDomainSockets();
        }

        @Override
        public boolean supportFileRegion() {
            return transport.supportFileRegion();
        }

        @Override
        public boolean isAvailable() {
            return transport.isAvailable();
        }

        @Override
        public @Nullable Throwable unavailabilityCause() {
            return transport.unavailabilityCause();
        }

        @Override
        public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
            return transport.convert(address);
        }

        @Override
        public io.vertx.core.net.@Nullable SocketAddress convert(SocketAddress address) {
            return transport.convert(address);
        }

        @Override
        public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory threadFactory, int ioRatio) {
            return transport.eventLoopGroup(type, threads, threadFactory, ioRatio);
        }

        @Override
        public DatagramChannel datagramChannel() {
            return transport.datagramChannel();
        }

        @Override
        public DatagramChannel datagramChannel(InternetProtocolFamily family) {
            return transport.datagramChannel(family);
        }

        @Override
        public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
            return transport.channelFactory(domainSocket);
        }

        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            return transport.serverChannelFactory(domainSocket);
        }
    }
}
