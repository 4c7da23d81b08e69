package dev.beckon.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Compares README's table with the configuration interfaces; the table thereby pins the defaults. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConfigTest {

    @Test
    void readme_lists_every_key_with_its_default() throws IOException {
        List<String> listed = Pattern.compile("^\\| `(notification\\.[a-z.-]+)` \\| `([^`]*)` \\|", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("README.md"))).results().map(ConfigTest::keyAndDefault).toList();
        List<String> declared = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
                .importPackages("dev.beckon.notification").stream()
                .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                .flatMap(type -> type.getMethods().stream().filter(method -> method.isAnnotatedWith(WithDefault.class))
                        .map(method -> "%s.%s=%s".formatted(prefix(type), kebab(method.getName()),
                                method.getAnnotationOfType(WithDefault.class).value())))
                .toList();

        assertThat(declared).hasSizeBetween(8, 14);
        assertThat(listed).containsExactlyInAnyOrderElementsOf(declared);
    }

    private static String keyAndDefault(MatchResult row) {
        return row.group(1) + "=" + row.group(2);
    }

    private static String prefix(JavaClass type) {
        return type.getAnnotationOfType(ConfigMapping.class).prefix();
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
