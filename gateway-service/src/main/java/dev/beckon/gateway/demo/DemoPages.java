package dev.beckon.gateway.demo;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Serves the demo pages from a folder, uncached, if one is configured. */
@Singleton
final class DemoPages {

    private final DemoConfig config;

    DemoPages(DemoConfig config) {
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
