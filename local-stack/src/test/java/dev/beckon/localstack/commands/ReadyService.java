package dev.beckon.localstack.commands;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The least that the launcher expects of a service: it listens where it is told, and says that it is ready. */
public final class ReadyService {

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    /** A checkout of which each service is this class. */
    static Path checkout(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("local-stack"));
        Files.writeString(directory.resolve("beckon"), "");
        for (String module : List.of("gateway-service", "mention-service", "notification-service")) {
            pack(ReadyService.class, directory.resolve(module));
        }
        return directory;
    }

    /** Makes the class the packaged form of that module. */
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
