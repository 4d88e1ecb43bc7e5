package sse.api.spi.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionOptionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                    | KEEP_ALIVE | CLOSE",
                "close                 | CLOSE      | CLOSE",
                "CLOSE                 | CLOSE      | CLOSE",
                "'a, close ,b'         | CLOSE      | CLOSE",
                "'a,\tClose'           | CLOSE      | CLOSE",
                "',close,'             | CLOSE      | CLOSE",
                "keep-alive, close     | CLOSE      | CLOSE",
                "closed                | KEEP_ALIVE | CLOSE",
                "clos                  | KEEP_ALIVE | CLOSE",
                "Keep-Alive            | KEEP_ALIVE | KEEP_ALIVE_HTTP10",
                "'a,keep-alive'        | KEEP_ALIVE | KEEP_ALIVE_HTTP10",
                "keep-alive; timeout=5 | KEEP_ALIVE | CLOSE",
                "upgrade               | KEEP_ALIVE | CLOSE"
            })
    void decidesPersistence(String value, Persistence persistence, Persistence persistenceInHttp10) {
        ConnectionOptions options = new ConnectionOptions();
        options.add(value);

        assertThat(options.persistence(HttpVersion.HTTP_1_1)).isEqualTo(persistence);
        assertThat(options.persistence(HttpVersion.HTTP_1_0)).isEqualTo(persistenceInHttp10);
    }

    @Test
    void joinsOptionsOfSeveralFields() {
        ConnectionOptions options = new ConnectionOptions();
        options.add("keep-alive");
        options.add("close");

        assertThat(options.persistence(HttpVersion.HTTP_1_0)).isEqualTo(Persistence.CLOSE);
    }

    @Test
    void namesOptionOfResponse() {
        assertThat(Persistence.KEEP_ALIVE.connectionOption()).isEmpty();
        assertThat(Persistence.KEEP_ALIVE_HTTP10.connectionOption()).isEqualTo("keep-alive");
        assertThat(Persistence.CLOSE.connectionOption()).isEqualTo("close");
    }
}
