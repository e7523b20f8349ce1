package corspec.spring;

import corspec.Files;
import corspec.Policy;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Starts an application of Spring Boot for a policy, which its configuration gets as a bean. */
public final class SpringServer {
    private SpringServer() {}

    public static int start(Class<?> configuration, Policy policy) {
        Map<String, Object> properties = Map.of(
                "server.address", "127.0.0.1",
                "server.port", 0,
                // As the documentation has it for an application behind a proxy.
                "server.forward-headers-strategy", "framework",
                "spring.web.resources.static-locations", "file:" + Files.STATIC + "/,file:" + Files.ASSETS + "/",
                "spring.jmx.enabled", false,
                // What is left out is the traceback of /crash.
                "logging.level.root", "off");
        var context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(configuration)
                .initializers((GenericApplicationContext it) -> it.registerBean(Policy.class, () -> policy))
                .bannerMode(Banner.Mode.OFF)
                .properties(properties)
                .registerShutdownHook(false)
                .run();
        return context.getWebServer().getPort();
    }
}
