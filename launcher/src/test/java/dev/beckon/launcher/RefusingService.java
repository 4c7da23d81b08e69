package dev.beckon.launcher;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A service that reports ready and refuses every request. */
public final class RefusingService {

    public static void main(String[] arguments) throws IOException {
        for (String port : List.of("QUARKUS_HTTP_PORT", "QUARKUS_MANAGEMENT_PORT")) {
            serve(Integer.parseInt(System.getenv(port)));
        }
    }

    private static void serve(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/q/health/ready") ? 200 : 500, -1);
            exchange.close();
        });
        server.start();
    }
}
