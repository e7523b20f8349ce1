package corspec;

import corspec.spring.SpringRoutes;
import corspec.spring.SpringServer;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.servlet.config.annotation.CorsRegistration;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Spring MVC with the CORS mappings of a WebMvcConfigurer: an application context for each policy. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(SpringRoutes.class)
public class App {
    public static void main(String[] args) throws Exception {
        Program.run(App::start, Map.of("spring-boot", SpringApplication.class, "spring-webmvc", CorsRegistry.class));
    }

    static int start(Policy policy) {
        // Spring asks whether credentials go with the origins when a request arrives, and responds with 500: ask it now.
        new CorsRegistry() {
            void validate() {
                configure(addMapping("/**"), policy);
                getCorsConfigurations().values().forEach(CorsConfiguration::validateAllowCredentials);
            }
        }.validate();
        return SpringServer.start(App.class, policy);
    }

    @Bean
    WebMvcConfigurer cors(Policy policy) {
        return new WebMvcConfigurer() {
            @Override
            public void addCorsMappings(CorsRegistry registry) {
                configure(registry.addMapping("/**"), policy);
            }
        };
    }

    /** The policy in the words of Spring; what is not stated is left at its default. */
    private static void configure(CorsRegistration cors, Policy policy) {
        if (policy.origins() != null) {
            String[] origins = array(policy.origins());
            if (policy.origins().stream().anyMatch(Policy::isPattern)) cors.allowedOriginPatterns(origins);
            else cors.allowedOrigins(origins);
        }
        if (policy.methods() != null) cors.allowedMethods(array(policy.methods()));
        if (policy.requestHeaders() != null) cors.allowedHeaders(array(policy.requestHeaders()));
        if (policy.exposedHeaders() != null) cors.exposedHeaders(array(policy.exposedHeaders()));
        if (policy.credentials() != null) cors.allowCredentials(policy.credentials());
        if (policy.maxAge() != null) cors.maxAge(policy.maxAge());
    }

    private static String[] array(List<String> names) {
        return names.toArray(String[]::new);
    }
}
