package dev.beckon.verify.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.Fact.RecordWritten;
import dev.beckon.verify.history.Fact.RevisionAnswered;
import dev.beckon.verify.history.Fact.RevisionSent;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which mentions have an order, and which have none. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PostedOrderTest {

    /**
     * The history is a line of words. {@code 1>a}: call 1 begins to post a; {@code 1<a}: it is answered with 202; {@code 1!a}:
     * with 503; {@code 1~a}: it begins to edit a; {@code 1-a}: to take it back; {@code 1+a}: is answered with 202; {@code 0>a}, then {@code k=a}: a is written to Kafka under key k, and acknowledged.
     */
    @ParameterizedTest(name = "{0}: {1} in the inbox as {2}")
    @CsvSource(delimiter = '|', textBlock = """
            one after the other                         | 1>a 1<a 2>b 2<b                 | a b   | true
            one after the other, swapped                | 1>a 1<a 2>b 2<b                 | b a   | false
            far apart, swapped                          | 1>a 1<a 2>b 2<b 3>c 3<c         | c b a | false
            the first far too late                      | 1>a 1<a 2>b 2<b 3>c 3<c         | b c a | false
            at the same time                            | 1>a 2>b 1<a 2<b                 | b a   | true
            the first without an answer                 | 1>a 2>b 2<b                     | b a   | true
            the first refused for now                   | 1>a 1!a 2>b 2<b                 | b a   | true
            the second without an answer                | 1>a 1<a 2>b                     | b a   | false
            the first accepted at its second attempt    | 1>a 1!a 2>a 2<a 3>b 3<b         | b a   | false
            the second begun between attempts           | 1>a 1!a 2>b 2<b 3>a 3<a         | b a   | true
            the second between attempts, and stored so  | 1>a 1!a 2>b 2<b 3>a 3<a         | a b   | true
            the second tried before the first was done  | 1>b 1!b 2>a 2<a 3>b 3<b         | b a   | true
            the second first tried after the first      | 1>a 1<a 2>b 2!b 3>b 3<b         | b a   | false
            posted twice, the first 202 counts          | 1>a 2>a 2<a 3>b 3<b 1<a         | b a   | false
            one list                                    | 1>a 1>b 1<a 1<b                 | a b   | true
            one list, swapped                           | 1>a 1>b 1<a 1<b                 | b a   | false
            a list accepted at the second attempt       | 1>a 1>b 1!a 1!b 2>a 2>b 2<a 2<b | b a   | true
            records with one key, swapped               | 0>a k=a 0>b k=b                 | b a   | false
            records with different keys                 | 0>a k=a 0>b l=b                 | b a   | true
            a record after a post                       | 1>a 1<a 0>b k=b                 | b a   | false
            a post after a record                       | 0>a k=a 1>b 1<b                 | b a   | true
            a record that nobody announced              | 1>a 1<a k=b                     | b a   | true
            edited later                                | 1>a 1<a 2>b 2<b 3~a 3+a         | a b   | true
            edited later, and moved by that             | 1>a 1<a 2>b 2<b 3~a 3+a         | b a   | false
            edited before it was posted                 | 1~a 1+a 2>b 2<b 3>a 3<a         | a b   | true
            added by an edit                            | 1>b 1<b 2~a 2+a                 | b a   | true
            added by an edit, too early                 | 1>b 1<b 2~a 2+a                 | a b   | false
            removed, and added again                    | 1>a 1<a 2-a 2+a 3>b 3<b 4~a 4+a | b a   | true
            removed, and perhaps not                    | 1>a 1<a 2-a 3>b 3<b 4~a 4+a     | a b   | true
            """)
    void order_is_promised_from_an_acknowledgement_to_a_later_beginning(String what, String posted, String inbox, boolean right) {
        List<Fact> facts = new ArrayList<>();
        for (String word : posted.split(" ")) {
            facts.add(fact(word, facts.size()));
        }
        long seq = 0;
        for (String key : inbox.split(" ")) {
            facts.add(new RowFound(100, "bob", ++seq, seq, id(key), id(key), key, false, false));
        }
        Verdict verdict = new Verdict("order");

        new PostedOrder().examine(new History(facts), verdict);

        assertThat(verdict.violations().isEmpty()).as(verdict.violations().toString()).isEqualTo(right);
        assertThat(verdict.violations()).allSatisfy(violation -> assertThat(violation.evidence()).hasSize(4));
    }

    private static Fact fact(String word, int at) {
        char by = word.charAt(0);
        String key = word.substring(2);
        int call = by - '0';
        return switch (word.charAt(1)) {
            case '>' -> new PostSent(at, call, key, List.of("bob"), true);
            case '<' -> new PostAnswered(at, call, key, 202, List.of(id(key)), "", false);
            case '~' -> new RevisionSent(at, call, key, call, key + "~" + call, List.of("bob"), true);
            case '-' -> new RevisionSent(at, call, key, call, null, List.of(), true);
            case '+' -> new RevisionAnswered(at, call, key, call, 202, List.of(id(key)), "", false);
            case '!' -> new PostAnswered(at, call, key, 503, List.of(), "/problems/not-acknowledged", true);
            default -> new RecordWritten(at, key, String.valueOf(by), List.of("bob"), RecordWritten.Kind.GOOD);
        };
    }

    private static UUID id(String key) {
        return new UUID(0, key.charAt(0));
    }
}
