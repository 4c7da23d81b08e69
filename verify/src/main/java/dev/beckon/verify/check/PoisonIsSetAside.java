package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact.DeadLetterFound;
import dev.beckon.verify.history.Fact.RecordWritten;
import dev.beckon.verify.history.History;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every record that can never be stored is among the dead letters with a reason, and no other record is. */
final class PoisonIsSetAside implements Check {

    @Override
    public String name() {
        return "dead letters";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Map<String, RecordWritten> poison = history.all(RecordWritten.class)
                .filter(record -> record.kind() == RecordWritten.Kind.POISON)
                .collect(Collectors.toMap(RecordWritten::key, record -> record, (first, _) -> first));
        Map<String, List<DeadLetterFound>> letters = history.all(DeadLetterFound.class).collect(Collectors.groupingBy(
                DeadLetterFound::key));
        poison.forEach((key, record) -> verdict.require(letters.containsKey(key), record.at(),
                "%s can never be stored and is not among the dead letters".formatted(key), List.of(record)));
        letters.forEach((key, found) -> {
            DeadLetterFound letter = found.getFirst();
            verdict.require(poison.containsKey(key), letter.at(),
                    "%s is among the dead letters, and nothing is wrong with it".formatted(key), List.of(letter));
            verdict.require(found.stream().noneMatch(one -> one.reason().isBlank()), letter.at(),
                    "%s is among the dead letters without a reason".formatted(key), found);
        });
    }
}
