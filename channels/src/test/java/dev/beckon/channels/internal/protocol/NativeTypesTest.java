package dev.beckon.channels.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.internal.protocol.NativeTypes.UnregisteredTypeException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A list of registered types stands in for a native executable. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NativeTypesTest {

    record Known(String name, Object inside) {}

    record Unknown(String name) {}

    final ObjectMapper json = NativeTypes.checked(new ObjectMapper(), Set.of(Known.class, JsonFields.ReplyPayload.class)::contains);
    final JsonFields fields = new JsonFields(json);

    @Test
    void a_type_that_is_not_registered_is_refused_by_its_name() {
        assertThatThrownBy(() -> fields.write(new Unknown("ada")))
                .isInstanceOf(UnregisteredTypeException.class)
                .hasMessageContaining(Unknown.class.getName()).hasMessageContaining("@RegisterForReflection");
    }

    @Test
    void it_is_refused_again_and_not_written_as_an_empty_object_the_second_time() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> fields.write(new Unknown("ada"))).isInstanceOf(UnregisteredTypeException.class);
        }
    }

    @Test
    void it_is_refused_inside_another_type_a_map_a_list_and_a_reply_too() {
        Unknown unknown = new Unknown("ada");
        for (Object payload : List.of(new Known("bob", unknown), Map.of("user", unknown), List.of(unknown))) {
            assertThatThrownBy(() -> fields.write(payload)).hasRootCauseInstanceOf(UnregisteredTypeException.class);
            assertThatThrownBy(() -> fields.reply(EventResult.Status.OK, payload))
                    .hasRootCauseInstanceOf(UnregisteredTypeException.class);
        }
    }

    @Test
    void what_lies_behind_a_failure_is_thrown_on() {
        RuntimeException failure = new IllegalArgumentException(
                catchFailure(() -> json.valueToTree(new Known("bob", new Unknown("ada")))));
        assertThatThrownBy(() -> NativeTypes.rethrowUnregistered(failure)).isInstanceOf(UnregisteredTypeException.class);
        assertThatCode(() -> NativeTypes.rethrowUnregistered(new IllegalStateException("else"))).doesNotThrowAnyException();
    }

    @Test
    void registered_types_and_what_is_no_type_of_an_application_are_written() {
        assertThat(fields.write(new Known("bob", null))).isEqualTo("{\"name\":\"bob\",\"inside\":null}");
        assertThat(fields.write(Map.of("tree", JsonNodeFactory.instance.objectNode().put("a", 1))))
                .isEqualTo("{\"tree\":{\"a\":1}}");
        assertThat(fields.write(EventResult.Status.OK)).isEqualTo("\"OK\"");
    }

    @Test
    void outside_of_a_native_executable_the_mapper_is_the_applications_own() {
        ObjectMapper own = new ObjectMapper();
        assertThat(NativeTypes.checked(own)).isSameAs(own);
    }

    private static Throwable catchFailure(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException failure) {
            return failure;
        }
        throw new AssertionError("did not fail");
    }
}
