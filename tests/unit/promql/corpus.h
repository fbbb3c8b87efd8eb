#pragma once

#include <array>
#include <string_view>

/// Valid expressions of our own, one for each corner of the language.
inline constexpr std::array corpus = {
    "up",
    "up{job=\"api\", instance=~\"web-[0-9]+\", env!=\"dev\", zone!~\"a|b\"} == 0",
    "{__name__=~\"node_.+_bytes\", job=\"node\"}",
    "{\"http.requests\", \"service.name\"=\"checkout\"}",
    "sum by (job, instance) (rate(http_requests_total{code=~\"5..\"}[5m])) / on (job, instance) group_left (team) "
    "sum(rate(http_requests_total[5m])) without (code) > 0.05",
    "histogram_quantile(0.99, sum by (le) (rate(request_duration_seconds_bucket{job=\"api\"}[5m])))",
    "(1 - avg without (cpu, mode) (rate(node_cpu_seconds_total{mode=\"idle\"}[5m]))) * 100 > bool 90",
    "max_over_time(deriv(disk_free_bytes[30m])[2h:5m] offset 1d)",
    "predict_linear(disk_free_bytes{mount=\"/\"}[6h], 4 * 3600) < 0 and disk_free_bytes / disk_size_bytes < 0.2",
    "absent(up{job=\"scheduler\"}) or vector(0) unless on () maintenance == 1",
    "label_replace(kube_pod_info, \"pod\", \"$1\", \"pod_name\", \"(.*)-[a-z0-9]+\")",
    "topk(5, sum by (namespace) (container_memory_working_set_bytes offset -5m))",
    "count_values(\"version\", build_info) > 1",
    "time() - process_start_time_seconds @ end() > 1h30m",
    "rate(errors_total[5m] @ 1700000000.5) ^ 2 ^ 0.5 % 3 atan2 1",
    "-sum(rate(errors_total[step() * 2 + 1m] offset (1h / 2)))",
    "a + ignoring (x) b - on (y, z) group_right () c",
    "quantile_over_time(0.9, latency_seconds[10m:30s]) >= 0x1F + 1_000 - .5e-3 * Inf",
    "sum(offset{step=\"1\"}) + by + end + range{by=\"on\"}",
    "  # how many there are\n  count(up)  # now\n  > 3 # enough",
};
