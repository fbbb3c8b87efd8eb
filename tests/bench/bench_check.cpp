// `rulewright-cli check` beside `promtool check rules` on the same plain files: wall time on all cores, processor time
// and the most memory, the best of five runs each, in turns. Usage: bench_check [FILE...]
// Without FILE: 20 000 generated rules as one file and as 200 files, and the plain files of ../shared/corpus where they
// are. Also what reading YAML alone costs: yaml-cpp's bare events, and our tree of them.

#include "support/noevents.h"
#include "yaml/stream.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <yaml-cpp/parser.h>

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void appendRule(std::string &text, int i)
{
    const std::string n = std::to_string(i);
    const std::string service = "service-" + std::to_string(i % 400);
    const std::string team = "team-" + std::to_string(i % 17);
    if (i % 4 == 0) {
        text += "  - record: job:http_requests_" + n + ":rate5m\n    expr: |\n      sum by (job, namespace) (\n" +
                "        rate(http_requests_total{job=\"" + service +
                "\", code=~\"5..\", handler!~\"/(health|ready|metrics)\"}[5m])\n      )\n      /\n" +
                "      sum by (job, namespace) (rate(http_requests_total{job=\"" + service +
                "\"}[5m]))\n    labels:\n      team: " + team + "\n";
        return;
    }
    text += "  - alert: HighErrorRate" + n + "\n    expr: sum by (job, instance) (rate(http_errors_total{job=\"" +
            service + "\"}[5m])) / sum by (job, instance) (rate(http_requests_total{job=\"" + service +
            "\"}[5m])) > 0.0" + std::to_string(i % 9 + 1) + "\n    for: " + std::to_string(i % 10 + 1) +
            "m\n    labels:\n      severity: " + (i % 3 == 0 ? "warning" : "critical") + "\n      team: " + team +
            "\n    annotations:\n      summary: \"High error rate on {{ $labels.instance }} of " + service +
            "\"\n      description: 'The error rate of " + service + " is {{ $value | humanizePercentage }}.'\n";
}

std::string ruleFile(int first, int count)
{
    std::string text = "groups:\n";
    for (int i = first; i < first + count; ++i) {
        if (i % 100 == 0)
            text += "- name: group-" + std::to_string(i) + "\n  interval: 30s\n  rules:\n";
        appendRule(text, i);
    }
    return text;
}

std::string contentOf(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

struct Cost
{
    double wall = 1e9;
    double processor = 1e9;
    double megabytes = 1e9;
    int code = -1;
};

/// One run of a program, its output thrown away.
Cost runOnce(const std::vector<std::string> &command)
{
    const Clock::time_point start = Clock::now();
    const pid_t child = fork();
    if (child == 0) {
        const int nothing = open("/dev/null", O_WRONLY);
        dup2(nothing, STDOUT_FILENO);
        dup2(nothing, STDERR_FILENO);
        std::vector<char *> arguments;
        for (const std::string &each : command)
            arguments.push_back(const_cast<char *>(each.c_str()));
        arguments.push_back(nullptr);
        execvp(arguments.front(), arguments.data());
        _exit(127);
    }
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    const auto seconds = [](const timeval &time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return {secondsSince(start), seconds(usage.ru_utime) + seconds(usage.ru_stime), double(usage.ru_maxrss) / 1024,
            WIFEXITED(status) ? WEXITSTATUS(status) : -1};
}

void keepBest(Cost &best, const Cost &run)
{
    best.wall = std::min(best.wall, run.wall);
    best.processor = std::min(best.processor, run.processor);
    best.megabytes = std::min(best.megabytes, run.megabytes);
    best.code = run.code;
}

void compare(const char *name, const std::string &cli, const std::vector<std::string> &files)
{
    std::vector<std::string> ours = {cli, "check"};
    std::vector<std::string> theirs = {"promtool", "check", "rules", "--lint=none"};
    for (const std::string &file : files) {
        ours.push_back(file);
        theirs.push_back(file);
    }
    Cost rulewright;
    Cost promtool;
    for (int round = 0; round < 5; ++round) {
        keepBest(rulewright, runOnce(ours));
        keepBest(promtool, runOnce(theirs));
    }
    std::printf("%s (%zu files)\n", name, files.size());
    const auto print = [](const char *program, const Cost &cost) {
        std::printf("  %-20s %7.3f s wall %7.3f s processor %7.1f MB   exit %d\n", program, cost.wall, cost.processor,
                    cost.megabytes, cost.code);
    };
    print("rulewright-cli check", rulewright);
    print("promtool check rules", promtool);
    std::printf("  %.1f times faster, %.0f %% of the memory\n", promtool.wall / rulewright.wall,
                100 * rulewright.megabytes / promtool.megabytes);
}

void reportFloor(const std::string &text)
{
    double events = 1e9;
    double tree = 1e9;
    for (int round = 0; round < 3; ++round) {
        Clock::time_point start = Clock::now();
        std::istringstream input(text);
        YAML::Parser parser(input);
        support::NoEvents handler;
        while (parser.HandleNextDocument(handler)) {
        }
        events = std::min(events, secondsSince(start));
        start = Clock::now();
        const yaml::Stream stream = yaml::parse(text);
        tree = std::min(tree, secondsSince(start));
    }
    std::printf("Reading the YAML of the one file with one thread: yaml-cpp's events %.3f s, our tree %.3f s\n", events,
                tree);
}

/// Plain rule files of the corpus that promtool accepts.
std::vector<std::string> corpusFiles(const fs::path &corpus)
{
    std::vector<std::string> files;
    std::ifstream index(corpus / "index.tsv");
    std::string line;
    while (std::getline(index, line)) {
        const std::size_t tab = line.find('\t');
        if (tab != std::string::npos && line.substr(tab + 1).starts_with("plain") &&
            line.find("\tok") != std::string::npos)
            files.push_back((corpus / line.substr(0, tab)).string());
    }
    return files;
}

} // namespace

int main(int argc, char **argv)
{
    const std::string cli = (fs::read_symlink("/proc/self/exe").parent_path() / "rulewright-cli").string();
    if (std::system("command -v promtool >/dev/null") != 0 || !fs::exists(cli)) {
        std::puts("promtool and rulewright-cli are both needed: ./dev bench builds and installs them.");
        return 2;
    }
    if (argc > 1) {
        compare("the files given", cli, std::vector<std::string>(argv + 1, argv + argc));
        return 0;
    }
    char folderTemplate[] = "/tmp/bench_check.XXXXXX";
    const fs::path folder = mkdtemp(folderTemplate);
    constexpr int rules = 20'000;
    const std::string one = (folder / "one.yml").string();
    std::ofstream(one, std::ios::binary) << ruleFile(0, rules);
    std::vector<std::string> many;
    for (int i = 0; i < rules; i += 100) {
        many.push_back((folder / ("part" + std::to_string(i) + ".yml")).string());
        std::ofstream(many.back(), std::ios::binary) << ruleFile(i, 100);
    }
    std::printf("%d rules, %.1f MB\n", rules, double(fs::file_size(one)) / 1e6);
    compare("One file", cli, {one});
    compare("The same rules in many files", cli, many);
    if (const auto corpus = corpusFiles(fs::path(RULEWRIGHT_SOURCE_DIR) / "../shared/corpus"); !corpus.empty())
        compare("The corpus's plain files", cli, corpus);
    reportFloor(contentOf(one));
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    return 0;
}
