package dev.beckon.channels.internal.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The contract of every {@link BlockStore}. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
abstract class BlockStoreContract {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Makes an empty store. */
    abstract BlockStore store();

    @Test
    void what_is_added_is_there_until_it_is_removed() {
        BlockStore store = store();

        assertThat(add(store, "a", 10)).isTrue();
        assertThat(add(store, "b:1 ö", 10)).isTrue();
        assertThat(load(store)).containsExactlyInAnyOrder("a", "b:1 ö");

        store.remove("a").await().atMost(PATIENCE);
        assertThat(load(store)).containsExactly("b:1 ö");
    }

    @Test
    void up_to_the_bound_and_not_one_more() {
        BlockStore store = store();

        assertThat(add(store, "a", 2)).isTrue();
        assertThat(add(store, "b", 2)).isTrue();
        assertThat(add(store, "c", 2)).isFalse();
        assertThat(add(store, "a", 2)).as("is there already").isTrue();

        assertThat(load(store)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void to_remove_what_is_not_there_is_no_fault() {
        BlockStore store = store();

        store.remove("a").await().atMost(PATIENCE);

        assertThat(load(store)).isEmpty();
    }

    private static boolean add(BlockStore store, String id, int max) {
        return store.add(id, max).await().atMost(PATIENCE);
    }

    private static Set<String> load(BlockStore store) {
        return store.load(Set.of()).await().atMost(PATIENCE).ids();
    }
}
