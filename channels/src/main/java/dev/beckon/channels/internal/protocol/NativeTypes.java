package dev.beckon.channels.internal.protocol;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import java.util.List;
import java.util.function.Predicate;

/**
 * Refuses types that a native executable cannot write. It has the fields only of types that were registered while it
 * was built; Jackson takes any other for a type without fields and writes <code>{}</code>. Such a type is refused by
 * itself and inside another.
 */
public final class NativeTypes {

    /** GraalVM sets this system property in executables. */
    private static final String IMAGE_CODE = "org.graalvm.nativeimage.imagecode";

    private NativeTypes() {}

    /** @return a mapper that writes as {@code json} does, and in a native executable refuses unregistered types */
    public static ObjectMapper checked(ObjectMapper json) {
        return "runtime".equals(System.getProperty(IMAGE_CODE)) ? checked(json, NativeTypes::hasConstructors) : json;
    }

    static ObjectMapper checked(ObjectMapper json, Predicate<Class<?>> registered) {
        return json.copy().registerModule(new SimpleModule(NativeTypes.class.getName())
                .setSerializerModifier(new Refusing(registered)));
    }

    /** @throws UnregisteredTypeException if it is {@code failure} or one of its causes */
    public static void rethrowUnregistered(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnregisteredTypeException unregistered) {
                throw unregistered;
            }
        }
    }

    /** A fault of the application's build, so callers should not catch it. */
    public static final class UnregisteredTypeException extends IllegalStateException {

        private static final long serialVersionUID = 1;

        private UnregisteredTypeException(Class<?> type) {
            super(type.getName() + " is not registered in this native executable, which would write it as {}: "
                    + "annotate it with @RegisterForReflection");
        }
    }

    /** Every class has a constructor, but reflection finds it only for registered classes. */
    private static boolean hasConstructors(Class<?> type) {
        return type.isInterface() || type.getDeclaredConstructors().length > 0;
    }

    private static final class Refusing extends BeanSerializerModifier {

        private static final long serialVersionUID = 1;

        private final transient Predicate<Class<?>> registered;

        private Refusing(Predicate<Class<?>> registered) {
            this.registered = registered;
        }

        /** Jackson calls this once for each type that it serializes by reflection. */
        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config, BeanDescription type, List<BeanPropertyWriter> properties) {
            if (!registered.test(type.getBeanClass())) {
                throw new UnregisteredTypeException(type.getBeanClass());
            }
            return properties;
        }
    }
}
