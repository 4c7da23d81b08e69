package dev.beckon.gateway.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Serves the demo pages from a folder, uncached, if one is configured; the address {@code /} shows their first page. */
@Singleton
public final class DemoPages {

    private final Config config;

    /** The demo pages. The local stack sets it; leave it unset in production. */
    @ConfigMapping(prefix = "gateway.demo")
    public interface Config {

        /** Folder with the built pages, served under {@code /demo/}; unset: the gateway serves no demo pages. */
        Optional<Path> directory();

        /** The address to which the pages post mentions; they read it from {@code /demo/config.json}. */
        @WithDefault("http://127.0.0.1:8081")
        URI mentionsUrl();

        /** Folder of a running local stack with its addresses and tokens, see {@link LocalFacts}; unset: the gateway gives no tokens. */
        Optional<Path> local();
    }

    /** @param host the address that the gateway listens on */
    DemoPages(Config config, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.config = config;
        config.local().ifPresent(_ -> LocalFacts.requireLoopback(host));
    }

    void route(@Observes Router router) {
        config.local().ifPresent(folder -> new LocalFacts(folder).route(router));
        config.directory().ifPresent(directory -> {
            router.get("/").handler(request -> request.reroute("/demo/start.html"));
            router.get("/demo/config.json").handler(request -> request.json(
                    new JsonObject().put("mentionsUrl", config.mentionsUrl().toString())));
            router.getWithRegex("/demo").handler(DemoPages::openPage); // get() matches "/demo/" too
            router.get("/demo/*").handler(
                    StaticHandler.create(FileSystemAccess.ROOT, directory.toAbsolutePath().toString())
                            .setCachingEnabled(false));
        });
    }

    /** {@code /demo?as=alice} is the page of that user. */
    private static void openPage(RoutingContext request) {
        String page = "office".equals(request.queryParams().get("as")) ? "backoffice.html" : "";
        String query = request.request().query();
        request.redirect("/demo/" + page + (query == null ? "" : "?" + query));
    }
}
