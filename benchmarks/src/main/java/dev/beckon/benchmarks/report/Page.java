package dev.beckon.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown file in which a program writes the part between two marks. */
public record Page(Path file) {

    static final String BEGIN = "<!-- begin: written by ./beckon bench table -->";
    static final String END = "<!-- end -->";

    /** @throws IllegalStateException if the marks are missing */
    public void replace(String part) throws IOException {
        Files.writeString(file, replaced(Files.readString(file), part));
    }

    static String replaced(String text, String part) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END, begin + 1);
        if (begin < 0 || end < 0) {
            throw new IllegalStateException("the page lacks the lines '%s' and '%s'".formatted(BEGIN, END));
        }
        return text.substring(0, begin + BEGIN.length()) + "\n" + part + text.substring(end);
    }
}
