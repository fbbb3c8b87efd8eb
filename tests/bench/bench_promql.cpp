// How fast expressions are parsed, checked, printed and completed. Usage: bench_promql [FILE...]
// FILE holds one expression a line. The rule files of ../shared/corpus are read too where they are, and a set of our
// own in any case.

#include "promql/completion.h"
#include "promql/labelflow.h"
#include "promql/parser.h"
#include "promql/printer.h"
#include "rules/ruledocument.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Of typical rules: about 100 bytes each.
std::vector<std::string> ownExpressions()
{
    std::vector<std::string> expressions;
    for (int i = 0; i < 200; ++i) {
        const std::string n = std::to_string(i);
        expressions.push_back("sum by (job, instance) (rate(http_requests_" + n +
                              "_total{code=~\"5..\", job=\"api\"}[5m])) > " + n);
        expressions.push_back("histogram_quantile(0.99, sum by (le, service) (rate(request_" + n +
                              "_seconds_bucket[10m]))) > 0.5");
        expressions.push_back("node_filesystem_avail_bytes{mountpoint=\"/data" + n +
                              "\"} / node_filesystem_size_bytes * 100 < 10");
        expressions.push_back("absent(up{job=\"service-" + n + "\"}) or up{job=\"service-" + n +
                              "\"} == 0 unless on (job) maintenance");
    }
    return expressions;
}

std::vector<std::string> corpusExpressions(const std::filesystem::path &folder)
{
    std::vector<std::string> expressions;
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (!entry->is_regular_file())
            continue;
        std::ifstream file(entry->path(), std::ios::binary);
        std::ostringstream bytes;
        bytes << file.rdbuf();
        const auto document = rules::load(entry->path().string(), bytes.str());
        for (const rules::RuleGroup &group : document->groups()) {
            for (const rules::Rule &rule : group.rules)
                expressions.push_back(rule.expr.value);
        }
    }
    return expressions;
}

template <class Work> void measure(const char *name, const std::vector<std::string> &expressions, Work &&work)
{
    std::size_t bytes = 0;
    for (const std::string &expr : expressions)
        bytes += expr.size();
    // The best of several rounds: other processes only ever make it slower.
    double best = 1e9;
    for (int round = 0; round < 7; ++round) {
        const Clock::time_point start = Clock::now();
        for (const std::string &expr : expressions)
            work(expr);
        best = std::min(best, secondsSince(start));
    }
    std::printf("  %-28s %8.2f ns/byte %10.0f expressions/s\n", name, best * 1e9 / double(bytes),
                double(expressions.size()) / best);
}

void measureSet(const char *title, const std::vector<std::string> &expressions)
{
    if (expressions.empty())
        return;
    std::size_t bytes = 0;
    for (const std::string &expr : expressions)
        bytes += expr.size();
    std::printf("%s: %zu expressions, %zu bytes on average\n", title, expressions.size(), bytes / expressions.size());
    std::size_t kept = 0;
    measure("parse and check", expressions,
            [&](const std::string &expr) { kept += promql::parse(expr).valid() ? 1 : 0; });
    std::vector<promql::Tree> trees;
    for (const std::string &expr : expressions)
        trees.push_back(promql::parse(expr));
    std::size_t next = 0;
    const auto tree = [&]() -> const promql::Tree & { return trees[next++ % trees.size()]; };
    measure("print", expressions, [&](const std::string &) { kept += promql::print(tree().root()).size(); });
    measure("pretty-print", expressions, [&](const std::string &) { kept += promql::prettyPrint(tree()).size(); });
    measure("label flow", expressions, [&](const std::string &) {
        const promql::Tree &each = tree();
        kept += promql::LabelFlow(each).of(*each.root()).named.size();
    });
    measure("completion at the end", expressions,
            [&](const std::string &expr) { kept += promql::completionContext(expr, expr.size()).prefix.end; });
    if (kept == 0)
        std::puts("");
}

/// One key typed in an expression of `size` bytes: from text to diagnostics.
void measureKeystroke(std::size_t size)
{
    std::string text = "sum(rate(a[5m]))";
    for (int i = 0; text.size() < size; ++i)
        text += " + sum by (job) (rate(metric_" + std::to_string(i) + "{job=\"x\"}[5m]))";
    std::vector<double> times;
    for (std::size_t end = text.size() / 2; end < text.size(); ++end) {
        const Clock::time_point start = Clock::now();
        const promql::Tree tree = promql::parse(text.substr(0, end));
        times.push_back(tree.root() ? secondsSince(start) : 0);
    }
    std::ranges::sort(times);
    std::printf("a keystroke in %zu bytes: %.3f ms, one in a hundred takes %.3f ms\n", text.size(),
                times[times.size() / 2] * 1e3, times[times.size() * 99 / 100] * 1e3);
}

/// Twice the text takes twice the time.
void measureGrowth()
{
    for (std::size_t count = 500; count <= 4000; count *= 2) {
        std::string text = "up";
        for (std::size_t i = 1; i < count / 2; ++i)
            text += " + rate(up{job=\"x\"}[5m])";
        const Clock::time_point start = Clock::now();
        int rounds = 0;
        for (; secondsSince(start) < 0.1; ++rounds)
            (void)promql::parse(text);
        std::printf("a sum of %4zu operands, %6zu bytes: %.2f ns/byte\n", count / 2, text.size(),
                    secondsSince(start) * 1e9 / rounds / double(text.size()));
    }
}

std::vector<std::string> expressionsOf(const char *path)
{
    std::vector<std::string> expressions;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);)
        expressions.push_back(line);
    return expressions;
}

} // namespace

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i)
        measureSet(argv[i], expressionsOf(argv[i]));
    measureSet("our own", ownExpressions());
    measureSet("real rules", corpusExpressions("../shared/corpus/files"));
    measureKeystroke(2000);
    measureGrowth();
}
