package dev.beckon.gateway.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The demo pages. Set by the local stack; leave it unset in production. */
@ConfigMapping(prefix = "gateway.demo")
public interface DemoConfig {

    /** Folder with the built pages, served under {@code /demo/}; unset: no such pages. */
    Optional<Path> directory();

    /** Where the pages post mentions; they read it from {@code /demo/config.json}. */
    @WithDefault("http://127.0.0.1:8081")
    URI mentionsUrl();
}
