package sse.examples.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import sse.api.Request;
import sse.api.Response;

/**
 * The files of the page: its own, and those of the chart library, which is in a jar on the path. Immutable.
 *
 * <p>All of them are read at the start, and requests are answered from that map: nothing that a client sends becomes
 * part of a file name. Browsers cache them and revalidate each time.
 */
final class Assets {
    private static final String CHARTS = "META-INF/resources/webjars/uplot/";
    private static final String CHARTS_POM = "META-INF/maven/org.webjars.npm/uplot/pom.properties";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8");

    private final Map<String, Asset> assets;

    /** A file and its entity tag. */
    private record Asset(Response content, String tag) {
        Response answer(Request request) {
            boolean known = request.headers().all("If-None-Match").stream().anyMatch(tags -> tags.contains(tag));
            return withTag(known ? Response.of(304) : content);
        }

        private Response withTag(Response response) {
            return response.withHeader("ETag", tag).withHeader("Cache-Control", "no-cache");
        }
    }

    /** Reads a file into a value. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(InputStream in) throws IOException;
    }

    private Assets(Map<String, Asset> assets) {
        this.assets = assets;
    }

    /** Reads all of them. */
    static Assets read() {
        String version = chartsVersion();
        return new Assets(Stream.of(
                        "dashboard.html",
                        "dashboard.css",
                        "dashboard.js",
                        "charts.js",
                        "/sse/examples/listen.js",
                        CHARTS + version + "/dist/uPlot.min.css",
                        CHARTS + version + "/dist/uPlot.iife.min.js")
                .collect(Collectors.toUnmodifiableMap(Assets::fileName, Assets::asset)));
    }

    /** Answers with a file, by its name. */
    Response answer(Request request, String name) {
        Asset asset = assets.get(name);
        return asset == null ? Response.of(404) : asset.answer(request);
    }

    private static Asset asset(String resource) {
        byte[] content = read(resource, InputStream::readAllBytes);
        String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
        // The page loads nothing from other origins.
        Response response = Response.of(type, content)
                .withHeader("Content-Security-Policy", "default-src 'self'; img-src data:")
                .withHeader("X-Content-Type-Options", "nosniff");
        return new Asset(response, tag(content));
    }

    private static String chartsVersion() {
        return read(CHARTS_POM, in -> {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        });
    }

    /** Returns an entity tag: the checksum of the content. */
    private static String tag(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return "\"" + Long.toHexString(checksum.getValue()) + "\"";
    }

    /** Reads a file that is beside this class, or under {@code META-INF} of any jar. */
    private static <T> T read(String resource, Reader<T> reader) {
        try (InputStream in = resource.startsWith("META-INF/")
                ? Assets.class.getClassLoader().getResourceAsStream(resource)
                : Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource must be in a jar on the path, on the module path with"
                        + " --add-modules uplot: " + resource);
            }
            return reader.read(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String fileName(String resource) {
        return resource.substring(resource.lastIndexOf('/') + 1);
    }
}
