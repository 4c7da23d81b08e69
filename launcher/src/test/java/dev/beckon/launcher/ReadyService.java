package dev.beckon.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A fake service that does the least the launcher expects: it listens on the configured port, reports ready, and, if it can read
 * the public key, accepts a mention and returns it to a client that polls. This class plays every service of a checkout; its
 * processes pass mentions on through a file beside the key.
 */
public final class ReadyService {

    /** A file in the state directory: mentions arrive, but not as frames from Redis. */
    static final String LATE = "late";

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"));
        // SmallRye JWT takes all text after the scheme as a path and does not parse it as a URI.
        Path key = Path.of(System.getenv("MP_JWT_VERIFY_PUBLICKEY_LOCATION").substring("file:".length()));
        Path mentions = key.resolveSibling("mentions");
        HttpServer management = server(Integer.parseInt(System.getenv("QUARKUS_MANAGEMENT_PORT")));
        management.createContext("/q/health/ready", exchange -> answer(exchange, 200, ""));
        management.createContext("/q/metrics", exchange -> answer(exchange, 200, "beckon_notifications_delivered_total{path=\"live\"} "
                + (Files.exists(key.resolveSibling("../" + LATE)) ? "0.0" : "1.0")));
        management.start();
        HttpServer server = server(port);
        server.createContext("/mentions", exchange -> {
            if (Files.exists(key)) {
                Files.write(mentions, exchange.getRequestBody().readAllBytes());
            }
            answer(exchange, Files.exists(key) ? 202 : 500, "");
        });
        server.createContext("/socket/longpoll", exchange -> answer(exchange, 200, poll(exchange, key, mentions)));
        server.start();
    }

    private static HttpServer server(int port) throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    }

    private static String poll(HttpExchange exchange, Path key, Path mentions) throws IOException {
        if (!Files.exists(key)) {
            return "{\"status\":403}";
        }
        if (!exchange.getRequestURI().getQuery().contains("token=session")) {
            return "{\"status\":410,\"token\":\"session\"}";
        }
        String mention = Files.exists(mentions) ? Files.readString(mentions).replaceAll("[^-a-z0-9]", "") : "";
        return "{\"status\":200,\"messages\":[\"phx_reply \\\"ok\\\" %s\"]}".formatted(mention);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Creates a checkout in which each service is this class. */
    static Path checkout(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("local-stack"));
        Files.writeString(directory.resolve("beckon"), "");
        for (String module : List.of("gateway-service", "mention-service", "notification-service")) {
            pack(ReadyService.class, directory.resolve(module));
        }
        return directory;
    }

    /** Packages the class as that module's application. */
    static void pack(Class<?> main, Path module) throws IOException {
        Path application = Files.createDirectories(module.resolve("target/quarkus-app"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        try (OutputStream file = Files.newOutputStream(application.resolve("quarkus-run.jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            String entry = main.getName().replace('.', '/') + ".class";
            jar.putNextEntry(new JarEntry(entry));
            jar.write(main.getResourceAsStream("/" + entry).readAllBytes());
        }
    }
}
