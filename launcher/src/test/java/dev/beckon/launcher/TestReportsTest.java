package dev.beckon.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TestReportsTest {

    static final String FAILED_PREPARATION = "<testcase name='' classname='dev.beckon.InboxIT'><error/></testcase>";

    @TempDir
    Path directory;

    @Test
    void a_class_whose_preparation_failed_and_that_has_no_other_entry_has_failed() throws Exception {
        TestReports reports = read(FAILED_PREPARATION);

        assertThat(reports.allPassed()).isFalse();
        assertThat(reports.sum()).isEqualTo("0 passed, 1 failed, 0 skipped");
        assertThat(reports.passedLater()).isEmpty();
    }

    @Test
    void a_class_whose_preparation_failed_twice_has_failed() throws Exception {
        TestReports reports = read("<testcase name='' classname='dev.beckon.InboxIT'><error/><rerunError/></testcase>");

        assertThat(reports.allPassed()).isFalse();
        assertThat(reports.sum()).isEqualTo("0 passed, 1 failed, 0 skipped");
    }

    @Test
    void a_class_whose_tests_ran_at_the_second_attempt_has_passed_later() throws Exception {
        TestReports reports = read(FAILED_PREPARATION + "<testcase name='stores' classname='dev.beckon.InboxIT'/>");

        assertThat(reports.sum()).isEqualTo("1 passed, 0 failed, 0 skipped");
        assertThat(reports.passedLater()).containsExactly("dev.beckon.InboxIT");
    }

    @Test
    void tests_of_nested_classes_show_that_the_second_attempt_passed() throws Exception {
        TestReports reports = read(FAILED_PREPARATION + "<testcase name='stores' classname='dev.beckon.InboxIT$Reads'/>");

        assertThat(reports.allPassed()).isTrue();
        assertThat(reports.passedLater()).containsExactly("dev.beckon.InboxIT");
    }

    @Test
    void tests_that_failed_or_were_skipped_or_belong_to_another_class_do_not_show_it() throws Exception {
        TestReports reports = read(FAILED_PREPARATION
                + "<testcase name='stores' classname='dev.beckon.InboxIT'><failure/></testcase>"
                + "<testcase name='reads' classname='dev.beckon.InboxIT'><skipped/></testcase>"
                + "<testcase name='opens' classname='dev.beckon.InboxITs'/>");

        assertThat(reports.sum()).isEqualTo("1 passed, 2 failed, 1 skipped");
        assertThat(reports.passedLater()).isEmpty();
    }

    @Test
    void the_preparation_of_a_plain_test_gets_no_second_attempt() throws Exception {
        TestReports reports = read("<testcase name='' classname='dev.beckon.InboxTest'><error/></testcase>"
                + "<testcase name='stores' classname='dev.beckon.InboxTest'/>");

        assertThat(reports.sum()).isEqualTo("1 passed, 1 failed, 0 skipped");
    }

    @Test
    void a_test_that_failed_once_has_passed_and_is_named() throws Exception {
        TestReports reports = read("<testcase name='stores' classname='dev.beckon.InboxIT'><flakyFailure/></testcase>");

        assertThat(reports.allPassed()).isTrue();
        assertThat(reports.passedLater()).containsExactly("dev.beckon.InboxIT.stores");
    }

    @Test
    void a_report_that_cannot_be_read_is_a_failed_test() throws Exception {
        TestReports reports = read("<testcase");

        assertThat(reports.sum()).isEqualTo("0 passed, 1 failed, 0 skipped");
    }

    private TestReports read(String cases) throws IOException {
        Path report = Files.writeString(directory.resolve("TEST-any.xml"), "<testsuite>" + cases + "</testsuite>");
        TestReports reports = new TestReports();
        reports.addSurefire(List.of(report));
        return reports;
    }
}
