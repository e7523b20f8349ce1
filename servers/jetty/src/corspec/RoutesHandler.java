package corspec;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The routes of the contract as a handler. Files are left to the next one. */
final class RoutesHandler extends Handler.Abstract {
    private final Routes routes = new Routes();

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        if (!routes.paths("/dir", "/dir/", "/file.txt", "/media.wav").contains(path)) return false;
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) headers.put(field.getName(), field.getValue());
        Map<String, String> query = Query.parse(request.getHttpURI().getQuery());
        ByteBuffer content = Content.Source.asByteBuffer(request);
        byte[] body = new byte[content.remaining()];
        content.get(body);
        Answer answer = routes.respond(path, request.getMethod(), query, headers, body);
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> {
            // The CrossOriginHandler has set Vary.
            if (name.equals("Vary")) response.getHeaders().add(name, value);
            else response.getHeaders().put(name, value);
        });
        write(response, answer, 0, callback);
        return true;
    }

    private static void write(Response response, Answer answer, int index, Callback callback) {
        boolean isLast = index >= answer.chunks().size() - 1;
        ByteBuffer chunk = answer.chunks().isEmpty() ? null : ByteBuffer.wrap(answer.chunks().get(index));
        Callback next = isLast
                ? callback
                : Callback.from(() -> write(response, answer, index + 1, callback), callback::failed);
        response.write(isLast, chunk, next);
    }
}
