package corspec;

import com.google.gson.GsonBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A response. `chunks` has its body, in the parts in which a stream sends them. */
public record Answer(int status, Map<String, String> headers, List<byte[]> chunks) {
    /** The whole body. */
    public byte[] body() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** Whether the body is sent in parts. */
    public boolean isStream() {
        return chunks.size() > 1;
    }

    static Answer of(int status) {
        return new Answer(status, new LinkedHashMap<>(), List.of());
    }

    static Answer json(Map<String, ?> content) {
        return json(200, content);
    }

    static Answer json(int status, Map<String, ?> content) {
        String json = new GsonBuilder().serializeNulls().disableHtmlEscaping().create().toJson(content);
        return new Answer(status, new LinkedHashMap<>(), List.of(utf8(json))).with("Content-Type", "application/json");
    }

    static Answer text(String mediaType, byte[]... chunks) {
        return new Answer(200, new LinkedHashMap<>(), Arrays.asList(chunks)).with("Content-Type", mediaType);
    }

    Answer with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
