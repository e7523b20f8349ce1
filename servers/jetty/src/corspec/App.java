package corspec;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty with its CrossOriginHandler. */
public class App {
    public static void main(String[] args) throws Exception {
        Program.run(App::start, Map.of("jetty", Server.class));
    }

    private static int start(Policy policy) throws Exception {
        Server server = new Server(new QueuedThreadPool(24, 4));
        HttpConfiguration configuration = new HttpConfiguration();
        // As its documentation has it for an application behind a proxy.
        configuration.addCustomizer(new ForwardedRequestCustomizer());
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        CrossOriginHandler cors = cors(policy);
        cors.setHandler(new Handler.Sequence(new RoutesHandler(), files(server)));
        server.setHandler(cors);
        server.start();
        return connector.getLocalPort();
    }

    /** The policy in the words of Jetty; what is not stated is left at its default. */
    private static CrossOriginHandler cors(Policy policy) {
        CrossOriginHandler cors = new CrossOriginHandler();
        if (policy.origins() != null) {
            Set<String> patterns = policy.origins().stream()
                    .map(origin -> origin.equals("*") ? origin : Policy.regexOf(origin))
                    .collect(Collectors.toSet());
            cors.setAllowedOriginPatterns(patterns);
        }
        if (policy.methods() != null) cors.setAllowedMethods(names(policy, policy.methods(), "setAllowedMethods"));
        if (policy.requestHeaders() != null)
            cors.setAllowedHeaders(names(policy, policy.requestHeaders(), "setAllowedHeaders"));
        if (policy.exposedHeaders() != null) cors.setExposedHeaders(new LinkedHashSet<>(policy.exposedHeaders()));
        if (policy.credentials() != null) cors.setAllowCredentials(policy.credentials());
        if (policy.maxAge() != null) cors.setPreflightMaxAge(Duration.ofSeconds(policy.maxAge()));
        return cors;
    }

    private static Set<String> names(Policy policy, List<String> names, String setter) {
        if (Policy.isAny(names) && Boolean.TRUE.equals(policy.credentials()))
            throw new Unsupported(setter + " takes names: `*` is no wildcard for requests with credentials");
        return new LinkedHashSet<>(names);
    }

    private static Handler files(Server server) {
        ResourceHandler files = new ResourceHandler();
        files.setBaseResource(ResourceFactory.combine(
                ResourceFactory.of(server).newResource(Files.STATIC),
                ResourceFactory.of(server).newResource(Files.ASSETS)));
        files.setWelcomeFiles("index.html");
        return files;
    }
}
