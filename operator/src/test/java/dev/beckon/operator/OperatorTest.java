package dev.beckon.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OperatorTest {

    @Test
    void help_lists_its_commands_and_a_command_without_a_verb_names_them() {
        StringWriter output = new StringWriter();
        CommandLine tool = Operator.commandLine().setOut(new PrintWriter(output)).setErr(new PrintWriter(output));

        assertThat(tool.execute("--help")).isZero();
        assertThat(tool.execute("dlq")).isEqualTo(CommandLine.ExitCode.USAGE);

        assertThat(output.toString()).contains("Usage: operator", "dlq", "What to do? list, show or replay.");
    }
}
