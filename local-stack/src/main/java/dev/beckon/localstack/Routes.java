package dev.beckon.localstack;

/** The routes between the processes of a stack, except those to a Redis Cluster: direct, or through proxies with which a test injects faults. */
@FunctionalInterface
public interface Routes {

    Routes DIRECT = (from, to, port) -> port;

    /**
     * The port at which {@code from} will reach {@code to}; every call with the same arguments returns the same port.
     *
     * @param from such as {@code gateway-1}
     * @param to {@code kafka}, {@code redis}, {@code postgres}, one of several servers such as {@code postgres-2}, or a service such as
     *     {@code notification-2}
     * @param port of {@code to} on 127.0.0.1
     * @return a port of 127.0.0.1, {@code port} itself for a direct connection
     */
    int port(String from, String to, int port);
}
