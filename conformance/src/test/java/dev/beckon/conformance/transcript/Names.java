package dev.beckon.conformance.transcript;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of the names in a transcript's angle brackets. A name without a value takes the received text in its position, up to
 * the next quote; {@code <any>} matches anything each time; {@code <a*300>} is 300 times "a".
 */
final class Names {

    private static final Pattern NAME = Pattern.compile("<([a-z][a-z0-9_]*(?::[a-z]+)?(?:\\*\\d+)?)>");
    private static final Pattern REPEATED = Pattern.compile("([a-z])\\*(\\d+)");

    private final Map<String, String> known = new HashMap<>();
    private final UnaryOperator<String> outside;

    /** @param outside gives the value of a name with a colon, such as {@code token:alice} */
    Names(Map<String, String> known, UnaryOperator<String> outside) {
        this.known.putAll(known);
        this.outside = outside;
    }

    /** @throws AssertionError if a name has no value yet */
    String fill(String text) {
        return NAME.matcher(text).replaceAll(name -> {
            String value = lookUp(name.group(1));
            if (value == null) {
                throw new AssertionError("nothing stands for " + name.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    /** Whether {@code received} matches {@code expected}; if so, new names take their values from it. */
    boolean match(String expected, String received) {
        Map<String, Integer> captured = new LinkedHashMap<>();
        Matcher whole = Pattern.compile(pattern(expected, captured), Pattern.DOTALL).matcher(received);
        if (!whole.matches()) {
            return false;
        }
        captured.forEach((name, group) -> known.put(name, whole.group(group)));
        return true;
    }

    private String pattern(String expected, Map<String, Integer> captured) {
        StringBuilder pattern = new StringBuilder();
        Matcher name = NAME.matcher(expected);
        int end = 0;
        while (name.find()) {
            pattern.append(Pattern.quote(expected.substring(end, name.start())));
            pattern.append(part(name.group(1), captured));
            end = name.end();
        }
        return pattern.append(Pattern.quote(expected.substring(end))).toString();
    }

    private String part(String name, Map<String, Integer> captured) {
        if (name.equals("any")) {
            return "[^\"]*";
        }
        String value = lookUp(name);
        if (value != null) {
            return Pattern.quote(value);
        }
        Integer before = captured.putIfAbsent(name, captured.size() + 1);
        return before == null ? "([^\"]+)" : "\\" + before;
    }

    private @Nullable String lookUp(String name) {
        Matcher repeated = REPEATED.matcher(name);
        if (repeated.matches()) {
            return repeated.group(1).repeat(Integer.parseInt(repeated.group(2)));
        }
        return name.contains(":") ? known.computeIfAbsent(name, outside) : known.get(name);
    }
}
