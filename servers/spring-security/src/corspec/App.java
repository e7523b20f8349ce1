package corspec;

import corspec.spring.SpringRoutes;
import corspec.spring.SpringServer;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** Spring Security with http.cors() and a CorsConfigurationSource: an application context for each policy. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(SpringRoutes.class)
public class App {
    public static void main(String[] args) throws Exception {
        Map<String, Class<?>> libraries = Map.of(
                "spring-boot", SpringApplication.class,
                "spring-security", SecurityFilterChain.class,
                "spring-web", CorsConfiguration.class);
        Program.run(policy -> SpringServer.start(App.class, policy), libraries);
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.cors(Customizer.withDefaults())
                // As its documentation says of services that no browser uses with a session.
                .csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /** The policy in the words of Spring; what is not stated is left at its default. */
    @Bean
    CorsConfigurationSource corsConfigurationSource(Policy policy) {
        CorsConfiguration cors = new CorsConfiguration();
        if (policy.origins() != null) {
            if (policy.origins().stream().anyMatch(Policy::isPattern)) cors.setAllowedOriginPatterns(policy.origins());
            else cors.setAllowedOrigins(policy.origins());
        }
        if (policy.methods() != null) cors.setAllowedMethods(policy.methods());
        if (policy.requestHeaders() != null) cors.setAllowedHeaders(policy.requestHeaders());
        if (policy.exposedHeaders() != null) cors.setExposedHeaders(policy.exposedHeaders());
        if (policy.credentials() != null) cors.setAllowCredentials(policy.credentials());
        if (policy.maxAge() != null) cors.setMaxAge(policy.maxAge());
        // Spring asks this when a request arrives, and responds with 500: ask it now.
        cors.validateAllowCredentials();
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", cors);
        return source;
    }
}
