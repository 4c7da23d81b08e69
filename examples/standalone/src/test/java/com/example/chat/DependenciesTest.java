package com.example.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes along with the library, as Maven has resolved it. */
class DependenciesTest {

    /** Surefire's; the JVM itself is started with one jar that names the others. */
    private static final String CLASS_PATH = "surefire.test.class.path";

    @Test
    void the_library_brings_nothing_else_of_the_project_it_comes_from() {
        List<String> ours = Arrays.stream(System.getProperty(CLASS_PATH, System.getProperty("java.class.path")).split(File.pathSeparator))
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(name -> name.startsWith("beckon-"))
                .map(name -> name.replaceAll("-[0-9].*", ""))
                .sorted()
                .toList();

        assertEquals(List.of("beckon-channels", "beckon-channels-test"), ours);
    }
}
