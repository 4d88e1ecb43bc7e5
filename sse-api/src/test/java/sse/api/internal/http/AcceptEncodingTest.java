package sse.api.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sse.api.Headers;

class AcceptEncodingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip                               | true",
                "GZip                               | true",
                "x-gzip                             | true",
                "gzip, deflate, br, zstd            | true",
                "deflate, gzip;q=1.0, *;q=0.5       | true",
                "br ; q=1 ,\tgzip ; q=0.001         | true",
                "gzip;q=0.5, identity;q=0.5         | true",
                "gzip;q=0, x-gzip                   | true",
                "*;q=0, gzip                        | true",
                "identity;q=0.4, gzip;q=0.5         | true",
                "gzip;q=0                           | false",
                "gzip;q=0.000                       | false",
                "gzip;q=2                           | false",
                "gzip;q=                            | false",
                "gzip;q=-1                          | false",
                "identity;q=0.6, gzip;q=0.5         | false",
                "identity, gzip;q=0.9               | false",
                "*                                  | false",
                "identity;q=0, *                    | false",
                "br, deflate, zstd                  | false",
                "gzipped, xgzip, x-gzip2            | false",
                "deflate;gzip                       | false",
                "'  '                               | false",
                "','                                | false",
            })
    void readsNamesAndQualities(String accepted, boolean expected) {
        assertThat(AcceptEncoding.prefersGzip(Headers.of("Accept-Encoding", accepted)))
                .isEqualTo(expected);
    }

    @Test
    void takesMissingFieldForIdentity() {
        assertThat(AcceptEncoding.prefersGzip(Headers.empty())).isFalse();
    }

    @Test
    void readsSeveralFieldsAsOneList() {
        Headers headers = Headers.builder()
                .add("Accept-Encoding", "br")
                .add("Accept-Encoding", "gzip")
                .build();

        assertThat(AcceptEncoding.prefersGzip(headers)).isTrue();
    }
}
