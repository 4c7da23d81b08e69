package dev.beckon.gateway.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Serves the demo pages from a folder, uncached, if one is configured. */
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
    }

    DemoPages(Config config) {
        this.config = config;
    }

    void route(@Observes Router router) {
        config.directory().ifPresent(directory -> {
            router.get("/demo/config.json").handler(request -> request.json(
                    new JsonObject().put("mentionsUrl", config.mentionsUrl().toString())));
            router.getWithRegex("/demo").handler(request -> request.redirect("/demo/")); // get() matches "/demo/" too
            router.get("/demo/*").handler(
                    StaticHandler.create(FileSystemAccess.ROOT, directory.toAbsolutePath().toString())
                            .setCachingEnabled(false));
        });
    }
}
