package corspec;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The routes of the contract as a servlet. */
final class RoutesServlet extends HttpServlet {
    private final transient Routes routes;

    RoutesServlet(Routes routes) {
        this.routes = routes;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) headers.put(name, request.getHeader(name));
        Map<String, String> query = Query.parse(request.getQueryString());
        byte[] body = request.getInputStream().readAllBytes();
        Answer answer = routes.respond(request.getServletPath(), request.getMethod(), query, headers, body);
        if (answer == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> {
            // The filter may have set Vary.
            if (name.equals("Vary")) response.addHeader(name, value);
            else response.setHeader(name, value);
        });
        for (byte[] chunk : answer.chunks()) {
            response.getOutputStream().write(chunk);
            if (answer.isStream()) response.flushBuffer();
        }
    }
}
