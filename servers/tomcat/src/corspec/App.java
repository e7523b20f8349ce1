package corspec;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.filters.CorsFilter;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.catalina.webresources.DirResourceSet;
import org.apache.catalina.webresources.StandardRoot;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** Tomcat with its CorsFilter. */
public class App {
    public static void main(String[] args) throws Exception {
        // What is left out is the traceback of /crash.
        Logger.getLogger("").setLevel(Level.OFF);
        Program.run(App::start, Map.of("tomcat", Tomcat.class));
    }

    private static int start(Policy policy) throws Exception {
        Map<String, String> parameters = parameters(policy);
        validate(parameters);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(java.nio.file.Files.createTempDirectory("corspec-tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", Files.STATIC.toString());
        addFilter(context, parameters);
        addRoutes(context);
        // As its documentation has it for an application behind a proxy.
        RemoteIpValve proxy = new RemoteIpValve();
        proxy.setProtocolHeader("X-Forwarded-Proto");
        proxy.setHostHeader("X-Forwarded-Host");
        proxy.setPortHeader("X-Forwarded-Port");
        context.getPipeline().addValve(proxy);
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }

    /** The policy in the words of the filter; what is not stated is left at its default. */
    private static Map<String, String> parameters(Policy policy) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (policy.origins() != null) {
            if (policy.origins().stream().anyMatch(Policy::isPattern))
                throw new Unsupported("cors.allowed.origins is a list of origins, without patterns");
            parameters.put(CorsFilter.PARAM_CORS_ALLOWED_ORIGINS, String.join(",", policy.origins()));
        }
        if (policy.methods() != null) {
            if (Policy.isAny(policy.methods()))
                throw new Unsupported("cors.allowed.methods is a list of names, without a wildcard");
            parameters.put(CorsFilter.PARAM_CORS_ALLOWED_METHODS, String.join(",", policy.methods()));
        }
        if (policy.requestHeaders() != null) {
            if (Policy.isAny(policy.requestHeaders()))
                throw new Unsupported("cors.allowed.headers is a list of names, without a wildcard");
            parameters.put(CorsFilter.PARAM_CORS_ALLOWED_HEADERS, String.join(",", policy.requestHeaders()));
        }
        if (policy.exposedHeaders() != null)
            parameters.put(CorsFilter.PARAM_CORS_EXPOSED_HEADERS, String.join(",", policy.exposedHeaders()));
        if (policy.credentials() != null)
            parameters.put(CorsFilter.PARAM_CORS_SUPPORT_CREDENTIALS, policy.credentials().toString());
        if (policy.maxAge() != null)
            parameters.put(CorsFilter.PARAM_CORS_PREFLIGHT_MAXAGE, policy.maxAge().toString());
        return parameters;
    }

    private static void addFilter(Context context, Map<String, String> parameters) {
        FilterDef filter = new FilterDef();
        filter.setFilterName("CorsFilter");
        filter.setFilterClass(CorsFilter.class.getName());
        filter.setAsyncSupported("true");
        parameters.forEach(filter::addInitParameter);
        context.addFilterDef(filter);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName("CorsFilter");
        mapping.addURLPattern("/*");
        context.addFilterMap(mapping);
    }

    private static void addRoutes(Context context) {
        Tomcat.addDefaultMimeTypeMappings(context);
        StandardRoot resources = new StandardRoot(context);
        resources.addPostResources(new DirResourceSet(resources, "/", Files.ASSETS.toString(), "/"));
        context.setResources(resources);
        // Not for all paths: it responds to PUT with 405, whether there is a file or not.
        Tomcat.addServlet(context, "files", new DefaultServlet()).setLoadOnStartup(1);
        for (String path : List.of("/dir", "/file.txt", "/media.wav")) context.addServletMappingDecoded(path, "files");
        Routes routes = new Routes();
        Wrapper servlet = Tomcat.addServlet(context, "routes", new RoutesServlet(routes));
        servlet.setAsyncSupported(true);
        for (String path : routes.paths("/dir", "/file.txt", "/media.wav"))
            context.addServletMappingDecoded(path, "routes");
        // Without a servlet for all other paths, Tomcat responds with 404 before it calls filters.
        context.addServletMappingDecoded("/", "routes");
    }

    /** A filter that does not start is only logged: its own words are asked before. */
    private static void validate(Map<String, String> parameters) throws ServletException {
        new CorsFilter().init(new FilterConfig() {
            @Override
            public String getFilterName() {
                return "CorsFilter";
            }

            @Override
            public String getInitParameter(String name) {
                return parameters.get(name);
            }

            @Override
            public Enumeration<String> getInitParameterNames() {
                return Collections.enumeration(List.copyOf(parameters.keySet()));
            }

            @Override
            public ServletContext getServletContext() {
                return null;
            }
        });
    }
}
