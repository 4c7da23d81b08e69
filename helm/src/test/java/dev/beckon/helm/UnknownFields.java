package dev.beckon.helm;

import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds fields that a type of the Kubernetes API does not have. Helm's lint does not find these. */
final class UnknownFields {

    private final List<String> found = new ArrayList<>();

    private UnknownFields() {}

    static List<String> of(Object object) {
        UnknownFields fields = new UnknownFields();
        fields.walk(object, "");
        return fields.found;
    }

    private void walk(@Nullable Object value, String path) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                walk(list.get(i), path + "[" + i + "]");
            }
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.") && !value.getClass().isEnum()) {
            walkBean(value, path.isEmpty() ? "" : path + ".");
        }
    }

    private void walkBean(Object bean, String prefix) {
        try {
            for (PropertyDescriptor property : Introspector.getBeanInfo(bean.getClass()).getPropertyDescriptors()) {
                if (property.getReadMethod() == null || property.getReadMethod().getParameterCount() > 0) {
                    continue;
                }
                Object value = property.getReadMethod().invoke(bean);
                if (property.getName().equals("additionalProperties") && value instanceof Map<?, ?> unknown) {
                    unknown.keySet().forEach(field -> found.add(prefix + field));
                } else {
                    walk(value, prefix + property.getName());
                }
            }
        } catch (IntrospectionException | IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError("cannot read " + bean.getClass(), e);
        }
    }
}
