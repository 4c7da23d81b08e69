package dev.beckon.testservers;

import java.util.Locale;

/** The operating system and processor, as the archives of executables name them. */
record Platform(String os, boolean arm) {

    static Platform current() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        return new Platform(os, arch.contains("aarch64") || arch.contains("arm64"));
    }

    String postgresArchive() {
        return "postgres-%s-%s.txz".formatted(os, arm ? "arm_64" : "x86_64");
    }

    String redisExecutable() {
        return "redis-server-7.0.15-%s-%s".formatted(os, arm ? "arm64" : "amd64");
    }
}
