package dev.beckon.nativerules;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Lets Jackson handle none of our types that a native executable would not have registered, except those of the tests. Active in
 * tests of services, and in services packaged with Maven's profile {@code native-types-checked}.
 */
@Singleton
public final class UnregisteredTypes implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper json) {
        json.registerModule(module(Known.UNREGISTERED::contains));
    }

    /** Read at the first need. */
    private static final class Known {

        // A system property: a run of tests loads this class again for each application that it starts, and reading takes seconds.
        private static final Set<String> UNREGISTERED = Set.of(System.getProperties().computeIfAbsent(Known.class.getName(),
                _ -> String.join(",", unregistered())).toString().split(","));

        private static Set<String> unregistered() {
            JavaClasses production = Packaged.here().map(Packaged::classes).orElseGet(NativeRules::production);
            Set<String> registered = Registered.in(production);
            Set<String> unregistered = production.stream().map(JavaClass::getName).filter(type -> !registered.contains(type))
                    .collect(Collectors.toSet());
            if (registered.isEmpty() || unregistered.isEmpty()) {
                throw new IllegalStateException("found no classes of ours, so nothing would be refused");
            }
            return unregistered;
        }
    }

    static SimpleModule module(Predicate<String> refused) {
        return new SimpleModule(UnregisteredTypes.class.getName())
                .setSerializerModifier(new Writing(refused)).setDeserializerModifier(new Reading(refused));
    }

    private static void check(Predicate<String> refused, Class<?> type) {
        if (refused.test(type.getName())) {
            throw new AssertionError(type.getName() + " goes through Jackson and is not registered for native executables");
        }
    }

    private static final class Writing extends BeanSerializerModifier {

        private static final long serialVersionUID = 1;

        private final transient Predicate<String> refused;

        private Writing(Predicate<String> refused) {
            this.refused = refused;
        }

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config, BeanDescription type, List<BeanPropertyWriter> properties) {
            check(refused, type.getBeanClass());
            return properties;
        }
    }

    private static final class Reading extends BeanDeserializerModifier {

        private static final long serialVersionUID = 1;

        private final transient Predicate<String> refused;

        private Reading(Predicate<String> refused) {
            this.refused = refused;
        }

        @Override
        public BeanDeserializerBuilder updateBuilder(
                DeserializationConfig config, BeanDescription type, BeanDeserializerBuilder builder) {
            check(refused, type.getBeanClass());
            return builder;
        }
    }
}
