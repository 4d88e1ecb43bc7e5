#!/usr/bin/env bash
# Tomcat: over HTTP/2 a HEAD request is not answered at all if an asynchronous response ends without a flush.
#
# Expected: Jakarta Servlet 6.1: AsyncContext.complete() closes the response, so it is sent; RFC 9110, 9.3.2: HEAD is
#           answered as GET is, without the content. So it is over HTTP/1.1, and so GET is over HTTP/2.
# Instead:  the HTTP/2 stream ends without a HEADERS frame: curl reports an empty reply. With flushBuffer() before
#           complete() the answer arrives.
# Seen:     tomcat-embed-core 11.0.27, curl with nghttp2, 2026-11-30.
# For you:  what asks by HEAD whether a stream is there (health checks, caches, curl -I) fails over HTTP/2 only. Flush
#           an asynchronous answer to HEAD before you complete it.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if ! curl -V 2>/dev/null | grep -q HTTP2; then
    echo 'curl with HTTP/2 is needed'
    exit 2
fi
cat > pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.tomcat.embed</groupId><artifactId>tomcat-embed-core</artifactId><version>11.0.27</version>
    </dependency>
  </dependencies>
</project>
XML
if ! mvn -B -ntp -q dependency:build-classpath -Dmdep.outputFile=classpath > mvn.log 2>&1; then
    cat mvn.log
    exit 2
fi

cat > Head.java <<'JAVA'
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;

class Head extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws java.io.IOException {
        var async = request.startAsync();
        response.setContentType("text/event-stream");
        response.setHeader("X-Answer", "here");
        if (request.getRequestURI().equals("/flushed")) {
            response.flushBuffer();
        }
        new Thread(async::complete).start();
    }

    public static void main(String[] args) throws Exception {
        var tomcat = new Tomcat();
        tomcat.setBaseDir(args[0]);
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().addUpgradeProtocol(new Http2Protocol());
        var context = tomcat.addContext("", args[0]);
        Tomcat.addServlet(context, "head", new Head()).setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "head");
        tomcat.start();
        System.out.println(tomcat.getConnector().getLocalPort());
        Thread.sleep(100_000);
    }
}
JAVA

echo "Tomcat 11.0.27, $(curl -V | head -1 | cut -d' ' -f1,2), $(java -version 2>&1 | head -1)"
java -cp "$(cat classpath)" Head.java "$work" > port 2> java.log &
server=$!
trap 'kill $server 2> /dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 300); do
    [ -s port ] && break
    sleep 0.1
done
if [ ! -s port ]; then
    cat java.log
    exit 2
fi

ask() {
    local answer status=0
    answer=$(curl -s --max-time 20 "$@" | tr -d '\r' | sed -n 's/^x-answer: *//Ip') || status=$?
    echo "${answer:-no answer}, curl ends with $status"
}
url=http://127.0.0.1:$(cat port)
{
    echo "HTTP/1.1 HEAD: $(ask -I --http1.1 "$url/")"
    echo "HTTP/2 GET: $(ask -i --http2-prior-knowledge "$url/")"
    echo "HTTP/2 HEAD, flushed: $(ask -I --http2-prior-knowledge "$url/flushed")"
    echo "HTTP/2 HEAD: $(ask -I --http2-prior-knowledge "$url/")"
} > seen.txt
cat > expected.txt <<'TEXT'
HTTP/1.1 HEAD: here, curl ends with 0
HTTP/2 GET: here, curl ends with 0
HTTP/2 HEAD, flushed: here, curl ends with 0
HTTP/2 HEAD: no answer, curl ends with 52
TEXT
cat seen.txt
if ! diff expected.txt seen.txt > changes.txt; then
    echo 'The behaviour has changed (< before, > now):'
    cat changes.txt
    exit 1
fi
echo 'As described.'
