package dev.beckon.channels.internal.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * After any sequence of faults, a cluster that runs undisturbed again shows exactly the existing presences on every node. {@code
 * -Dpresence.schedules=N} runs more schedules, {@code -Dpresence.seed=S} starts at another seed; a failure names its seed.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PresenceModelTest {

    static final long SCHEDULES = Long.getLong("presence.schedules", 100_000);
    static final long SEED = Long.getLong("presence.seed", 1);
    /** Enough schedules to find a wrong rule without luck. */
    static final long SCHEDULES_FOR_A_MUTANT = 2_000;

    /** Merge rules with one deliberate mistake each. */
    enum Mutant implements Supplier<ReplicaEntries> {
        WHAT_WAS_REMOVED_MAY_COME_BACK {
            @Override
            public ReplicaEntries get() {
                return new ReplicaEntries() {
                    @Override
                    boolean isNew(Entry entry) {
                        return get(entry.clock()) == null;
                    }
                };
            }
        },
        GAPS_ARE_NOT_MISSED {
            @Override
            public ReplicaEntries get() {
                return new ReplicaEntries() {
                    @Override
                    boolean reaches(Gossip.Delta delta) {
                        return true;
                    }
                };
            }
        },
        A_FULL_STATE_REMOVES_NOTHING {
            @Override
            public ReplicaEntries get() {
                return new ReplicaEntries() {
                    @Override
                    boolean isGone(Entry entry, Map<Long, Entry> all) {
                        return false;
                    }
                };
            }
        }
    }

    @Test
    void every_schedule_ends_with_all_nodes_showing_exactly_who_is_there() {
        LongStream.range(SEED, SEED + SCHEDULES).forEach(seed -> run(seed, ReplicaEntries::new));
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_merge_rule_is_caught(Mutant mutant) {
        long caught = LongStream.range(SEED, SEED + SCHEDULES_FOR_A_MUTANT).filter(seed -> fails(seed, mutant)).count();

        assertThat(caught).isPositive();
    }

    private static boolean fails(long seed, Supplier<ReplicaEntries> entries) {
        try {
            SimulatedCluster.run(seed, entries);
            return false;
        } catch (AssertionError expected) {
            return true;
        }
    }

    private static void run(long seed, Supplier<ReplicaEntries> entries) {
        try {
            SimulatedCluster.run(seed, entries);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("schedule with -Dpresence.seed=" + seed + " -Dpresence.schedules=1", e);
        }
    }
}
