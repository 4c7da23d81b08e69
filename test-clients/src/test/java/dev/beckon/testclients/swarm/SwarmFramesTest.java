package dev.beckon.testclients.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SwarmFramesTest {

    final List<String> read = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {0, 125, 126, 65_535, 65_536})
    void a_message_of_any_length_is_read_wherever_it_is_cut(int length) {
        byte[] bytes = fromServer("x".repeat(length));

        for (int cut : List.of(0, 1, bytes.length / 2, bytes.length - 1)) {
            read.clear();
            ByteBuffer piece = ByteBuffer.wrap(bytes, 0, cut);
            SwarmFrames.read(piece, (opcode, payload) -> read.add(opcode + ":" + payload.remaining()));
            assertThat(read).isEmpty();
            SwarmFrames.read(ByteBuffer.wrap(bytes, piece.position(), bytes.length - piece.position()),
                    (opcode, payload) -> read.add(opcode + ":" + payload.remaining()));
            assertThat(read).containsExactly("1:" + length);
        }
    }

    @Test
    void several_messages_that_come_at_once_are_read_one_by_one() {
        ByteBuffer both = ByteBuffer.allocate(20).put(fromServer("one")).put(fromServer("two")).flip();

        SwarmFrames.read(both, (_, payload) -> read.add(StandardCharsets.UTF_8.decode(payload).toString()));

        assertThat(read).containsExactly("one", "two");
    }

    @Test
    void a_message_in_pieces_is_more_than_this_client_knows() {
        assertThatThrownBy(() -> SwarmFrames.read(ByteBuffer.wrap(new byte[] {1, 1, 'x'}), (_, _) -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** RFC 6455 §5.2 and §5.3. */
    @ParameterizedTest
    @ValueSource(ints = {0, 125, 126, 1_000})
    void a_text_is_one_masked_frame_with_the_shortest_length(int length) {
        ByteBuffer frame = SwarmFrames.text("x".repeat(length));

        assertThat(frame.get()).isEqualTo((byte) 0x81);
        assertThat(frame.get() & 0xff).isEqualTo(0x80 | (length < 126 ? length : 126));
        assertThat(length < 126 ? length : frame.getShort()).isEqualTo(length);
        byte[] mask = new byte[4];
        frame.get(mask);
        assertThat(frame.remaining()).isEqualTo(length);
        for (int i = 0; i < length; i++) {
            assertThat(frame.get() ^ mask[i & 3]).isEqualTo('x');
        }
    }

    private static byte[] fromServer(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 10).put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 65_536) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }
}
