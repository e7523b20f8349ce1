package corspec.spring;

import corspec.Answer;
import corspec.Query;
import corspec.Routes;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** The routes of the contract in Spring MVC. Its static resources are the other files. */
@Configuration(proxyBeanMethods = false)
@RestController
public class SpringRoutes implements WebMvcConfigurer {
    private final Routes routes = new Routes();

    @RequestMapping(
            path = {"/resource", "/whoami", "/login", "/denied", "/limited", "/crash", "/private", "/redirect", "/slow",
                "/vary", "/cacheable", "/jsonp"},
            method = {RequestMethod.GET, RequestMethod.HEAD, RequestMethod.POST, RequestMethod.PUT, RequestMethod.PATCH,
                RequestMethod.DELETE, RequestMethod.OPTIONS})
    ResponseEntity<byte[]> respond(HttpServletRequest request) {
        Answer answer = answerTo(request);
        return start(answer).body(answer.chunks().isEmpty() ? null : answer.body());
    }

    @RequestMapping({"/stream", "/download"})
    ResponseEntity<StreamingResponseBody> stream(HttpServletRequest request) {
        Answer answer = answerTo(request);
        return start(answer).body(out -> {
            for (byte[] chunk : answer.chunks()) {
                out.write(chunk);
                out.flush();
            }
        });
    }

    @PostMapping(path = "/parse", consumes = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Boolean> parse(@RequestBody Object body, @RequestHeader(HttpHeaders.CONTENT_LENGTH) int length) {
        // Spring has no limit for JSON of its own.
        if (length > Routes.LONGEST_BODY) throw new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE);
        return Map.of("parsed", true);
    }

    @GetMapping("/conditional")
    ResponseEntity<Map<String, Boolean>> conditional() {
        return ResponseEntity.ok()
                .eTag(Routes.ETAG)
                .cacheControl(CacheControl.noCache())
                .body(Map.of("conditional", true));
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/dir", "/dir/").setKeepQueryParams(true);
        registry.addViewController("/dir/").setViewName("forward:/dir/index.html");
    }

    /** A servlet beside that of Spring MVC. */
    @Bean
    ServletRegistrationBean<HttpServlet> raw() {
        return new ServletRegistrationBean<>(
                new HttpServlet() {
                    @Override
                    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
                        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                        for (String event : Routes.EVENTS) response.getOutputStream().print(event);
                    }
                },
                "/raw");
    }

    private Answer answerTo(HttpServletRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : List.of("Cookie", "Authorization")) {
            if (request.getHeader(name) != null) headers.put(name, request.getHeader(name));
        }
        Map<String, String> query = Query.parse(request.getQueryString());
        return routes.respond(request.getRequestURI(), request.getMethod(), query, headers, new byte[0]);
    }

    private static ResponseEntity.BodyBuilder start(Answer answer) {
        ResponseEntity.BodyBuilder response = ResponseEntity.status(answer.status());
        answer.headers().forEach(response::header);
        return response;
    }
}
