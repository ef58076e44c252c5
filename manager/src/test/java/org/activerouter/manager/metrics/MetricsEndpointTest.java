package org.activerouter.manager.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.control.RouterStatus;
import org.activerouter.manager.control.StatusAtWork;
import org.junit.jupiter.api.Test;

/** What monitoring reads, over HTTP as it does. */
final class MetricsEndpointTest {
    private static final Endpoint ANY_PORT = new Endpoint(InetAddress.getLoopbackAddress(), 0);

    private static HttpResponse<String> ask(MetricsEndpoint endpoint, String path, String... headers)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static List<String> scrape(RouterStatus status) throws IOException, InterruptedException {
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(ANY_PORT, () -> status)) {
            HttpResponse<String> answer = ask(endpoint, "/metrics");
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body().lines().toList();
        }
    }

    @Test
    void aScrapeTellsWhatStatusTells() throws IOException, InterruptedException {
        assertThat(scrape(StatusAtWork.status()))
                .contains(
                        "# TYPE active_router_server_queries_total counter",
                        "active_router_uptime_seconds 270600.0",
                        "active_router_degraded 1.0",
                        "active_router_capture_packets_total 1234567.0",
                        "active_router_capture_lost_packets_total 30.0",
                        "active_router_kernel_redirects 1.0",
                        "active_router_server_queries_total{protocol=\"opennap\",server=\"192.0.2.1:8888\"} 900.0",
                        "active_router_server_query_rate{protocol=\"opennap\",server=\"192.0.2.1:8888\"} 90.25",
                        "active_router_service_refusals_total{reason=\"connections\",service=\"cache-proxy\"} 2000.0",
                        "active_router_cache_queries_total{answered=\"server\",service=\"cache-proxy\"} 113.0",
                        "active_router_member_share{group=\"network\",member=\"192.0.2.2:8888\"} 1.0",
                        "active_router_handover_sessions{outcome=\"left\",server=\"192.0.2.1:8888\"} 1.0");
    }

    @Test
    void timesAreInSeconds() throws IOException, InterruptedException {
        assertThat(scrape(StatusAtWork.status()))
                .contains(
                        "active_router_server_response_time_seconds{protocol=\"opennap\",server=\"192.0.2.1:8888\",statistic=\"mean\"} 0.4654",
                        "active_router_cache_answer_time_seconds{service=\"cache-proxy\",statistic=\"p99\"} 0.00122",
                        "active_router_member_response_time_seconds{group=\"network\",member=\"192.0.2.1:8888\"} 0.4654");
    }

    @Test
    void aStateIsOneAndTheOthersNothing() throws IOException, InterruptedException {
        assertThat(scrape(StatusAtWork.status()))
                .contains(
                        "active_router_kernel_state{state=\"pending\"} 1.0",
                        "active_router_kernel_state{state=\"in-force\"} 0.0",
                        "active_router_member_state{group=\"network\",member=\"192.0.2.1:8888\",state=\"ejected\"} 1.0",
                        "active_router_member_state{group=\"network\",member=\"192.0.2.1:8888\",state=\"in\"} 0.0");
    }

    @Test
    void whatIsNotKnownIsLeftOut() throws IOException, InterruptedException {
        assertThat(scrape(StatusAtWork.status()))
                .noneMatch(line -> line.contains("NaN"))
                .noneMatch(line -> line.startsWith("active_router_member_response_time_seconds")
                        && line.contains("192.0.2.2:8888"));
    }

    @Test
    void whoCanReadOpenMetricsGetsThat() throws IOException, InterruptedException {
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(ANY_PORT, StatusAtWork::status)) {
            assertThat(ask(endpoint, "/metrics", "Accept", "application/openmetrics-text; version=1.0.0")
                            .body())
                    .endsWith("# EOF\n");
        }
    }

    @Test
    void whoWouldRatherHaveProtocolBuffersGetsThem() throws IOException, InterruptedException {
        String wanted = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(ANY_PORT, StatusAtWork::status)) {
            HttpResponse<String> answer = ask(endpoint, "/metrics", "Accept", wanted);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains(wanted);
        }
    }

    @Test
    void aFaultIsNotShownToWhoeverAsks() throws IOException, InterruptedException {
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(ANY_PORT, () -> {
            throw new IllegalStateException("a secret");
        })) {
            HttpResponse<String> answer = ask(endpoint, "/metrics");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("a secret");
        }
    }

    @Test
    void aPortThatSomebodyHasIsNamedWithWhatToDo() throws IOException {
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(ANY_PORT, StatusAtWork::status)) {
            Endpoint taken = new Endpoint(InetAddress.getLoopbackAddress(), endpoint.port());

            assertThatThrownBy(() -> MetricsEndpoint.open(taken, StatusAtWork::status))
                    .isInstanceOf(IOException.class)
                    .hasMessage("metrics cannot be served on 127.0.0.1:" + endpoint.port()
                            + ": Address already in use; give metrics.listen an address of this machine and a port"
                            + " that nobody has");
        }
    }
}
