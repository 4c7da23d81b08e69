package dev.beckon.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OlderJavaPhoenixClientTest {

    /** Otherwise the scenarios would play with the newer client twice. */
    @ParameterizedTest
    @CsvSource({
            "org.phoenixframework.Socket, JavaPhoenixClient-1.1.4.jar",
            "okhttp3.OkHttpClient, okhttp-3.12.2.jar",
            "okio.Buffer, okio-1.15.0.jar",
            "com.google.gson.Gson, gson-2.8.5.jar"})
    void the_scenarios_meet_the_older_client_and_what_it_brings(String type, String jar) throws ClassNotFoundException {
        ClassLoader scenarios = OlderJavaPhoenixClient.scenarios().getClassLoader();

        URL met = Class.forName(type, false, scenarios).getProtectionDomain().getCodeSource().getLocation();

        assertThat(met.getPath()).endsWith("/" + jar);
        assertThat(scenarios).isNotSameAs(JavaPhoenixClient.class.getClassLoader());
    }
}
