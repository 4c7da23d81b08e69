package dev.beckon.localstack;

/** What lies between the processes of a stack: nothing, or what a test puts there to break it. */
@FunctionalInterface
public interface Routes {

    Routes DIRECT = (from, to, port) -> port;

    /**
     * Where {@code from} will reach {@code to}. Asked again it answers the same.
     *
     * @param from such as {@code gateway-1}
     * @param to {@code kafka}, {@code redis}, {@code postgres} or a service such as {@code notification-2}
     * @param port of {@code to} on 127.0.0.1
     * @return a port of 127.0.0.1, {@code port} itself for a direct connection
     */
    int port(String from, String to, int port);
}
