package dev.beckon.verify.faults;

import dev.beckon.verify.network.Weather;
import dev.beckon.verify.stack.Proxies.Link;
import java.util.List;
import java.util.random.RandomGenerator;

/** One connection between two processes fails in one way. */
record BadWeather(String name, List<Link> links, Weather weather) implements Fault {

    @Override
    public Damage strike(RandomGenerator choice) {
        Link link = links.get(choice.nextInt(links.size()));
        link.proxy().weather(weather);
        return new Damage(link.name(), () -> link.proxy().weather(Weather.CALM));
    }
}
