package dev.beckon.conformance.transcript;

import dev.beckon.conformance.transcript.Step.Content;
import dev.beckon.conformance.transcript.Transcript.Numbered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the format that the module's README describes. */
public final class TranscriptReader {

    private static final Path FOLDER = Path.of("src/test/resources/transcripts");
    private static final Pattern HEAD = Pattern.compile("([A-Z][a-z]+): (.*)");
    private static final Pattern STEP = Pattern.compile("([A-Z][A-Za-z0-9]*)(>|<~|<| )\\s*(.*)");
    private static final Pattern REQUEST = Pattern.compile("(GET|POST|PUT|DELETE|OPTIONS|HEAD) (\\S+)");
    private static final Pattern ANSWER = Pattern.compile("(\\d{3})(?: (.*))?");
    private static final Set<String> ONCE = Set.of("Rule", "Over", "Versions", "Lab", "Presence", "Differs");

    private final String name;
    private final Map<String, String> head = new HashMap<>();
    private final List<Origin> origins = new ArrayList<>();
    private final List<Numbered> steps = new ArrayList<>();

    TranscriptReader(String name) {
        this.name = name;
    }

    /** Reads all transcripts. */
    public static List<Transcript> readAll() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile).sorted().map(TranscriptReader::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Transcript read(Path file) {
        try {
            String name = FOLDER.relativize(file).toString().replaceFirst("\\.txt$", "");
            return new TranscriptReader(name).read(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Transcript read(List<String> lines) {
        int number = 0;
        for (; number < lines.size() && !lines.get(number).isEmpty(); number++) {
            StringBuilder line = new StringBuilder(lines.get(number));
            while (number + 1 < lines.size() && lines.get(number + 1).startsWith("  ")) {
                line.append(' ').append(lines.get(++number).strip());
            }
            head(number + 1, line.toString());
        }
        check(head.containsKey("Rule") && !origins.isEmpty(), number, "the head says a Rule and an origin of " + Origin.kinds());
        for (; number < lines.size(); number++) {
            if (lines.get(number).startsWith("    ")) {
                number = block(lines, number);
            } else if (!lines.get(number).isBlank() && !lines.get(number).startsWith("#")) {
                steps.add(new Numbered(number + 1, lines.get(number), step(number + 1, lines.get(number))));
            }
        }
        return new Transcript(name, chosen(Transport.class, "Over", ""), chosen(Version.class, "Versions", "V"),
                head.getOrDefault("Lab", "usual"), head.containsKey("Presence"), origins, steps);
    }

    private void head(int number, String line) {
        Matcher parts = HEAD.matcher(line);
        check(parts.matches(), number, "a head is 'Key: value' or goes on after two spaces: " + line);
        String key = parts.group(1);
        if (ONCE.contains(key)) {
            check(head.putIfAbsent(key, parts.group(2)) == null, number, "said twice: " + key);
        } else {
            check(Origin.kinds().contains(key), number, "no such head: " + line);
            origins.add(Origin.parse(key, parts.group(2)).orElseThrow(
                    () -> new IllegalArgumentException("%s:%d: not an origin: %s".formatted(name, number, line))));
        }
    }

    private <E extends Enum<E>> Set<E> chosen(Class<E> type, String key, String prefix) {
        EnumSet<E> all = EnumSet.allOf(type);
        if (head.containsKey(key)) {
            all.clear();
            for (String word : head.get(key).split(" ")) {
                all.add(Enum.valueOf(type, prefix + word.toUpperCase(Locale.ROOT)));
            }
        }
        return all;
    }

    private Step step(int number, String line) {
        Matcher parts = STEP.matcher(line);
        check(parts.matches(), number, "not a step");
        String client = parts.group(1);
        String rest = parts.group(3);
        return switch (parts.group(2)) {
            case ">" -> said(client, rest);
            case "<" -> received(client, rest);
            case "<~" -> new Step.Receive(client, content(rest), false);
            default -> deed(number, client, rest);
        };
    }

    private static Step said(String client, String rest) {
        Matcher request = REQUEST.matcher(rest);
        return request.matches()
                ? new Step.Request(client, request.group(1), request.group(2), List.of(), "")
                : new Step.Say(client, content(rest));
    }

    private static Step received(String client, String rest) {
        Matcher answer = ANSWER.matcher(rest);
        return answer.matches()
                ? new Step.Answer(client, Integer.parseInt(answer.group(1)), List.of(),
                        answer.group(2) == null ? "" : answer.group(2))
                : new Step.Receive(client, content(rest), true);
    }

    private Step deed(int number, String client, String rest) {
        String[] words = rest.split(" ");
        return switch (words[0]) {
            case "connect" -> new Step.Connect(client, options(words));
            case "refused" -> new Step.ExpectRefusal(client, Integer.parseInt(words[1]));
            case "nothing" -> new Step.HearNothing(client);
            case "cut" -> new Step.Cut(client);
            default -> throw new IllegalArgumentException("%s:%d: no such deed: %s".formatted(name, number, rest));
        };
    }

    private static Map<String, String> options(String[] words) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            options.put(pair[0], pair[1]);
        }
        return options;
    }

    private static Content content(String rest) {
        String[] words = rest.split(" ", 2);
        return switch (words[0]) {
            case "text" -> new Content.Literal(words.length == 1 ? "" : words[1]);
            case "bytes" -> new Content.Bytes(List.of(words[1].split("\\s+")));
            case "ping", "pong", "raw" -> new Content.Control(words[0], words.length == 1 ? "" : words[1]);
            case "close" -> new Content.Close(Integer.parseInt(words[1]));
            case "end" -> new Content.End();
            default -> new Content.Five(rest);
        };
    }

    /** Reads the headers, then the body's lines, of the request or answer above; returns the index of its last line. */
    private int block(List<String> lines, int first) {
        List<String> headers = new ArrayList<>();
        List<String> body = new ArrayList<>();
        int next = first;
        for (; next < lines.size() && lines.get(next).startsWith("    "); next++) {
            String line = lines.get(next).substring(4);
            if (line.startsWith("|")) {
                body.add(line.length() > 1 ? line.substring(2) : "");
            } else {
                headers.add(line);
            }
        }
        Numbered above = steps.removeLast();
        steps.add(new Numbered(above.line(), above.text(), switch (above.step()) {
            case Step.Request(var client, var method, var target, var _, var _) ->
                new Step.Request(client, method, target, headers, String.join("\n", body));
            case Step.Answer(var client, var status, var _, var text) -> new Step.Answer(client, status, headers, text);
            default -> throw new IllegalArgumentException("%s:%d: only HTTP has headers".formatted(name, first + 1));
        }));
        return next - 1;
    }

    private void check(boolean holds, int number, String what) {
        if (!holds) {
            throw new IllegalArgumentException("%s:%d: %s".formatted(name, number, what));
        }
    }
}
