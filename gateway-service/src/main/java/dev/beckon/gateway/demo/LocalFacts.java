package dev.beckon.gateway.demo;

import dev.beckon.http.Problem;
import dev.beckon.http.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Gives pages and programs on this machine the addresses of the local stack ({@code /demo/services.json}), and a development token of
 * one of its users ({@code /demo/token?as=alice}). Another machine, a tunnel, and a web site whose name resolves to 127.0.0.1 (DNS
 * rebinding) get neither: a request has to come from this machine and to name it.
 */
final class LocalFacts {

    private static final Pattern USER = Pattern.compile("[a-z]{1,32}");
    private static final Pattern THIS_MACHINE = Pattern.compile("([a-z0-9-]+[.])*localhost|127[.]0[.]0[.]1|\\[?::1]?",
            Pattern.CASE_INSENSITIVE);
    private static final List<String> OF_PROXIES = List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via");

    private final Path folder;

    /** @param folder with {@code services.json}, and a file {@code tokens/USER} for each user */
    LocalFacts(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /** @throws IllegalStateException if other machines can reach the gateway */
    static void requireLoopback(String host) {
        if (!isLoopback(host)) {
            throw new IllegalStateException(("gateway.demo.local gives development tokens to every caller, and quarkus.http.host is %s:"
                    + " unset it, or listen on 127.0.0.1.").formatted(host));
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    void route(Router router) {
        router.get("/demo/services.json").handler(exchange -> answer(exchange, folder.resolve("services.json"), "application/json"));
        router.get("/demo/token").handler(exchange -> {
            String user = exchange.queryParams().get("as");
            if (user == null || !USER.matcher(user).matches()) {
                refuse(exchange, ProblemType.INVALID_REQUEST, "Name a user of the demo, as in /demo/token?as=alice.");
            } else {
                answer(exchange, folder.resolve("tokens").resolve(user), "text/plain");
            }
        });
    }

    private static void answer(RoutingContext exchange, Path file, String type) {
        if (!isOfThisMachine(exchange.request())) {
            refuse(exchange, ProblemType.NOT_FOUND, "Call 127.0.0.1 or localhost, on the machine of the gateway and without a proxy.");
            return;
        }
        exchange.vertx().fileSystem().readFile(file.toString())
                .onSuccess(content -> exchange.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, type)
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .putHeader("X-Content-Type-Options", "nosniff")
                        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                        .end(content))
                .onFailure(_ -> refuse(exchange, ProblemType.NOT_FOUND, "The users of the demo are alice, bob, carol and office."));
    }

    private static boolean isOfThisMachine(HttpServerRequest request) {
        HostAndPort named = request.authority();
        return InetAddress.ofLiteral(request.remoteAddress().hostAddress()).isLoopbackAddress()
                && named != null && THIS_MACHINE.matcher(named.host()).matches()
                && OF_PROXIES.stream().noneMatch(request.headers()::contains);
    }

    private static void refuse(RoutingContext exchange, ProblemType type, String detail) {
        Problem problem = type.problem(detail);
        exchange.response().setStatusCode(problem.status()).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(Json.encodeToBuffer(problem));
    }
}
