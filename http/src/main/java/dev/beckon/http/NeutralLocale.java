package dev.beckon.http;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;

/**
 * Makes the process independent of the machine's locale: numbers in texts have the digits 0 to 9, and letters change case as in
 * English. An Arabic locale has its own digits, and a Turkish one makes another letter of {@code i}.
 */
@Singleton
final class NeutralLocale {

    void set(@Observes @Priority(1) StartupEvent event) {
        Locale.setDefault(Locale.ROOT);
    }
}
