package dev.beckon.testservers;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.net.URI;
import org.eclipse.microprofile.config.ConfigProvider;

/** The port for health and metrics of the service that a Quarkus test runs. */
public final class ServiceManagement {

    private ServiceManagement() {}

    /** @param path as {@code /q/metrics} */
    public static Response get(String path) {
        return RestAssured.get(url() + path.substring("/q".length()));
    }

    /** @return the sum of the samples whose line begins so */
    public static double metric(String start) {
        return get("/q/metrics").asString().lines().filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }

    public static int port() {
        return URI.create(url()).getPort();
    }

    private static String url() {
        return ConfigProvider.getConfig().getValue("test.management.url", String.class);
    }
}
