package dev.beckon.nativerules.samples;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.Nonnull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/** Each sample does one thing that a native build cannot see, or must not do. */
public final class Samples {

    private Samples() {}

    /** Written by Jackson without being registered. */
    public record Forgotten(String name) {}

    /** Registered, with an unregistered type inside. */
    @RegisterForReflection
    public record Outer(List<Forgotten> inside, Named named, Plain plain) {}

    /** The body of a call: Quarkus registers it, validated or not. */
    public record Body(String name) {}

    /** Made from one parameter of a call: Quarkus does not register it. */
    public record Parameter(String name) {}

    interface Resource {
        @POST
        void call(@Nonnull Body body, @QueryParam("p") Parameter parameter);
    }

    /** Registered by a file, without its constructors and methods. */
    public record Half(String name) {}

    /** Registered by the same file with all its members. */
    public record Whole(String name) {}

    enum Named {
        @JsonProperty("one")
        ONE
    }

    enum Plain {
        ONE
    }

    static final class Writer {
        String write(ObjectMapper json) throws IOException {
            return json.writeValueAsString(new Forgotten("a"));
        }

        Function<Object, Object> later(ObjectMapper json) {
            return json::valueToTree;
        }

        Object tree(ObjectMapper json) throws IOException {
            return json.readTree("{}");
        }
    }

    static final class Reflecting {
        Object name() throws ReflectiveOperationException {
            return Class.forName("x").getDeclaredField("y");
        }

        Object handles() {
            return MethodHandles.lookup();
        }

        Object resource() {
            return Samples.class.getResourceAsStream("x");
        }
    }

    static final class Alive {
        static final Object HIDDEN = make();
        static final Random SEEN = null;
        static final Supplier<Object> LATER = Random::new;
        static final Supplier<Object> LAMBDA = () -> new Random();

        private static Object make() {
            return new Random();
        }
    }
}
