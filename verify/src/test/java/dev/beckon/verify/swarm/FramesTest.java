package dev.beckon.verify.swarm;

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
class FramesTest {

    final List<String> read = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {0, 125, 126, 65_535, 65_536})
    void a_message_of_any_length_is_read_wherever_it_is_cut(int length) {
        byte[] bytes = fromServer("x".repeat(length));

        for (int cut : List.of(0, 1, bytes.length / 2, bytes.length - 1)) {
            read.clear();
            ByteBuffer piece = ByteBuffer.wrap(bytes, 0, cut);
            Frames.read(piece, (opcode, payload) -> read.add(opcode + ":" + payload.remaining()));
            assertThat(read).isEmpty();
            Frames.read(ByteBuffer.wrap(bytes, piece.position(), bytes.length - piece.position()),
                    (opcode, payload) -> read.add(opcode + ":" + payload.remaining()));
            assertThat(read).containsExactly("1:" + length);
        }
    }

    @Test
    void several_messages_that_come_at_once_are_read_one_by_one() {
        ByteBuffer both = ByteBuffer.allocate(20).put(fromServer("one")).put(fromServer("two")).flip();

        Frames.read(both, (_, payload) -> read.add(StandardCharsets.UTF_8.decode(payload).toString()));

        assertThat(read).containsExactly("one", "two");
    }

    @Test
    void a_message_in_pieces_is_more_than_this_client_knows() {
        assertThatThrownBy(() -> Frames.read(ByteBuffer.wrap(new byte[] {1, 1, 'x'}), (_, _) -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_client_masks_what_it_says() {
        ByteBuffer frame = Frames.text("hi");

        assertThat(frame.get(1) & 0x80).isNotZero();
        assertThat(frame.remaining()).isEqualTo(2 + 4 + 2);
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
