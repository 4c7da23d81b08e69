package com.example.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks the library's transitive dependencies as Maven has resolved them. */
class DependenciesTest {

    /** Surefire's property: Surefire starts the JVM with a single jar, which names the others. */
    private static final String CLASS_PATH = "surefire.test.class.path";

    @Test
    void the_library_brings_of_its_project_only_what_it_is_made_of() {
        List<String> ours = Arrays.stream(System.getProperty(CLASS_PATH, System.getProperty("java.class.path")).split(File.pathSeparator))
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(name -> name.startsWith("beckon-"))
                .map(name -> name.replaceAll("-[0-9].*", ""))
                .sorted()
                .toList();

        assertEquals(List.of("beckon-channels", "beckon-channels-test", "beckon-netty", "beckon-redis-masters", "beckon-redis-wire"), ours);
    }
}
