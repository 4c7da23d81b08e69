package dev.beckon.gateway.demo;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The demo pages. The local stack sets it; leave it unset in production. */
@ConfigMapping(prefix = "gateway.demo")
public interface DemoConfig {

    /** Folder with the built pages, served under {@code /demo/}; unset: the gateway serves no demo pages. */
    Optional<Path> directory();

    /** The address to which the pages post mentions; they read it from {@code /demo/config.json}. */
    @WithDefault("http://127.0.0.1:8081")
    URI mentionsUrl();
}
