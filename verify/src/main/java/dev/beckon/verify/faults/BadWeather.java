package dev.beckon.verify.faults;

import dev.beckon.verify.network.Weather;
import dev.beckon.verify.stack.Proxies.Link;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One connection between two processes fails in one way.
 *
 * @param candidates asked each time, since links come to be when the system starts
 */
record BadWeather(String name, Supplier<List<Link>> candidates, Weather weather) implements Fault {

    @Override
    public Damage strike(RandomGenerator choice) {
        List<Link> links = candidates.get();
        Link link = links.get(choice.nextInt(links.size()));
        link.proxy().weather(weather);
        return new Damage(link.name(), () -> link.proxy().weather(Weather.CALM));
    }
}
