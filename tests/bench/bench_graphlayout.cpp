// Compares layoutGraph() with Graphviz's dot on the same graphs, random ones or of rule files: crossings and edge
// length as drawn (curves flattened, one counter for both), and processor time. Usage: bench_graphlayout [--seeds N]
// [--no-dot] [--each] [NODES...] [FOLDER...]; default: 100, 300, 1 000 and 5 000 nodes, of which dot takes a quarter of
// an hour, and the rule sets of ../shared/corpus where they are. --each prints a line for every rule set

#include "rules/dependencygraph.h"
#include "rules/graphlayout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

#include <sys/resource.h>

#include <QProcess>
#include <QString>

namespace {

struct Measure
{
    double crossings = 0;
    double length = 0;
    double milliseconds = 0;
};

/// The processor time of the programs that were waited for; what others take on a busy machine is not in it.
double childrenMilliseconds()
{
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    const auto milliseconds = [](const timeval &time) {
        return double(time.tv_sec) * 1e3 + double(time.tv_usec) / 1e3;
    };
    return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
}

using Polyline = std::vector<rules::LayoutPoint>;

/// Layers of random width; nodes read 1.7 others on average, mostly of the layer before. `ruleLike`: half of the nodes
/// are metrics in the first layer, few layers, and a few metrics are read by many.
rules::LayoutGraph randomGraph(int nodes, bool ruleLike, unsigned seed)
{
    std::mt19937 random(seed);
    const auto below = [&](int limit) { return int(random() % unsigned(limit)); };
    const int layers = ruleLike ? 5 : std::max(4, int(std::lround(std::sqrt(nodes) / 2)));
    std::vector<std::vector<int>> byLayer(static_cast<std::size_t>(layers));
    rules::LayoutGraph graph;
    for (int node = 0; node < nodes; ++node) {
        const int layer = node < layers ? node : ruleLike && node % 2 == 0 ? 0 : below(layers);
        byLayer[std::size_t(layer)].push_back(node);
        graph.nodes.push_back({180, 40});
    }
    for (int layer = 1; layer < layers; ++layer) {
        for (const int node : byLayer[std::size_t(layer)]) {
            const double mean = 1.7 * layers / (layers - 1.0);
            const int reads = ruleLike ? 2 + below(4) : 1 + int(below(1000) < int(1000 * (mean - 1)));
            for (int i = 0; i < reads; ++i) {
                int from = layer - 1;
                while (from > 0 && below(4) == 0)
                    --from;
                const std::vector<int> &candidates = byLayer[std::size_t(from)];
                int index = below(int(candidates.size()));
                if (ruleLike)
                    index = std::min(index, below(int(candidates.size())));
                const std::size_t source = std::size_t(candidates[std::size_t(index)]);
                const bool known = std::any_of(graph.edges.begin(), graph.edges.end(), [&](const auto &edge) {
                    return edge.from == source && edge.to == std::size_t(node);
                });
                if (!known)
                    graph.edges.push_back({source, std::size_t(node)});
            }
        }
    }
    return graph;
}

Polyline flatten(const Polyline &curve)
{
    Polyline line = {curve.front()};
    for (std::size_t i = 0; i + 3 < curve.size(); i += 3) {
        for (int step = 1; step <= 12; ++step) {
            const double t = step / 12.0;
            const double u = 1 - t;
            const double a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
            line.push_back({a * curve[i].x + b * curve[i + 1].x + c * curve[i + 2].x + d * curve[i + 3].x,
                            a * curve[i].y + b * curve[i + 1].y + c * curve[i + 2].y + d * curve[i + 3].y});
        }
    }
    return line;
}

double cross(const rules::LayoutPoint &o, const rules::LayoutPoint &a, const rules::LayoutPoint &b)
{
    return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

Measure measure(const std::vector<Polyline> &curves)
{
    struct Segment
    {
        rules::LayoutPoint a, b;
        int edge;
    };
    Measure result;
    std::vector<Segment> segments;
    for (std::size_t e = 0; e < curves.size(); ++e) {
        const Polyline line = flatten(curves[e]);
        for (std::size_t i = 1; i < line.size(); ++i) {
            segments.push_back({line[i - 1], line[i], int(e)});
            result.length += std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
        }
    }
    // Buckets of one cell each; a crossing counts in the cell that holds its point.
    const double cell = 40;
    std::unordered_map<long long, std::vector<int>> cells;
    const auto key = [](int x, int y) { return (static_cast<long long>(x) << 32) ^ static_cast<unsigned>(y); };
    const auto index = [&](double v) { return int(std::floor(v / cell)); };
    for (std::size_t s = 0; s < segments.size(); ++s) {
        const Segment &g = segments[s];
        for (int x = index(std::min(g.a.x, g.b.x)); x <= index(std::max(g.a.x, g.b.x)); ++x) {
            for (int y = index(std::min(g.a.y, g.b.y)); y <= index(std::max(g.a.y, g.b.y)); ++y)
                cells[key(x, y)].push_back(int(s));
        }
    }
    for (const auto &[cellKey, members] : cells) {
        for (std::size_t i = 0; i < members.size(); ++i) {
            const Segment &p = segments[std::size_t(members[i])];
            for (std::size_t j = i + 1; j < members.size(); ++j) {
                const Segment &q = segments[std::size_t(members[j])];
                if (p.edge == q.edge)
                    continue;
                const double d1 = cross(p.a, p.b, q.a), d2 = cross(p.a, p.b, q.b);
                const double d3 = cross(q.a, q.b, p.a), d4 = cross(q.a, q.b, p.b);
                if (d1 * d2 >= 0 || d3 * d4 >= 0)
                    continue;
                const double t = d3 / (d3 - d4);
                if (key(index(std::lerp(p.a.x, p.b.x, t)), index(std::lerp(p.a.y, p.b.y, t))) == cellKey)
                    ++result.crossings;
            }
        }
    }
    return result;
}

Measure measureOurs(const rules::LayoutGraph &graph)
{
    const std::clock_t start = std::clock();
    const std::optional<rules::GraphLayout> layout = rules::layoutGraph(graph);
    const double milliseconds = double(std::clock() - start) * 1e3 / CLOCKS_PER_SEC;
    std::vector<Polyline> curves;
    for (const rules::GraphLayout::Edge &edge : layout->edges)
        curves.push_back(edge.curve);
    Measure result = measure(curves);
    result.milliseconds = milliseconds;
    return result;
}

/// Nothing if it takes more than `patience`, ms; −1: any time.
std::optional<Measure> measureDot(const rules::LayoutGraph &graph, int patience)
{
    const rules::LayoutOptions options;
    std::ostringstream text;
    text << "digraph {rankdir=LR; nodesep=" << options.rowGap / 72 << "; ranksep=" << options.columnGap / 72
         << "; node [shape=box fixedsize=true label=\"\"]; edge [dir=none]\n";
    for (std::size_t i = 0; i < graph.nodes.size(); ++i)
        text << i << " [width=" << graph.nodes[i].width / 72 << " height=" << graph.nodes[i].height / 72 << "]\n";
    for (const rules::LayoutGraph::Edge &edge : graph.edges)
        text << edge.from << "->" << edge.to << '\n';
    text << "}\n";
    const double start = childrenMilliseconds();
    QProcess dot;
    dot.start("dot", {"-Tplain"});
    dot.write(QByteArray::fromStdString(text.str()));
    dot.closeWriteChannel();
    if (!dot.waitForFinished(patience)) {
        dot.kill();
        dot.waitForFinished(-1);
        return {};
    }
    if (dot.exitStatus() != QProcess::NormalExit || dot.exitCode() != 0) {
        std::fprintf(stderr, "dot failed: %s\n", dot.readAllStandardError().constData());
        std::exit(2);
    }
    const double milliseconds = childrenMilliseconds() - start;
    std::istringstream lines(dot.readAllStandardOutput().replace("\\\n", "").toStdString());
    std::vector<Polyline> curves;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string kind, from, to;
        int count = 0;
        words >> kind;
        if (kind != "edge")
            continue;
        words >> from >> to >> count;
        Polyline curve(static_cast<std::size_t>(count));
        for (rules::LayoutPoint &point : curve) {
            words >> point.x >> point.y;
            point.x *= 72;
            point.y *= 72;
        }
        curves.push_back(std::move(curve));
    }
    Measure result = measure(curves);
    result.milliseconds = milliseconds;
    return result;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

/// Sums up what both did with the same graphs.
class Comparison
{
public:
    /// False, and nothing added, if dot took more than `patience`, ms.
    bool add(const rules::LayoutGraph &graph, bool withDot, int patience = -1)
    {
        const Measure ours = measureOurs(graph);
        const std::optional<Measure> drawn = withDot ? measureDot(graph, patience) : ours;
        if (!drawn)
            return false;
        const Measure &dot = *drawn;
        for (int i = 0; i < 2; ++i) {
            m_crossings[i].push_back((i ? dot : ours).crossings);
            m_length[i].push_back((i ? dot : ours).length);
            m_time[i].push_back((i ? dot : ours).milliseconds);
        }
        m_edges += double(graph.edges.size());
        m_nodes += double(graph.nodes.size());
        // A crossing more or less of none is no ratio.
        m_crossingRatio.push_back((ours.crossings + 1) / (dot.crossings + 1));
        m_lengthRatio.push_back(dot.length > 0 ? ours.length / dot.length : 1);
        m_timeRatio.push_back(dot.milliseconds / ours.milliseconds);
        return true;
    }

    void add(const Comparison &other)
    {
        const auto append = [](std::vector<double> &to, const std::vector<double> &from) {
            to.insert(to.end(), from.begin(), from.end());
        };
        for (int i = 0; i < 2; ++i) {
            append(m_crossings[i], other.m_crossings[i]);
            append(m_length[i], other.m_length[i]);
            append(m_time[i], other.m_time[i]);
        }
        append(m_crossingRatio, other.m_crossingRatio);
        append(m_lengthRatio, other.m_lengthRatio);
        append(m_timeRatio, other.m_timeRatio);
        m_edges += other.m_edges;
        m_nodes += other.m_nodes;
    }

    [[nodiscard]] std::size_t count() const { return m_timeRatio.size(); }

    /// Also says how many graphs there were, and how many dot draws with fewer crossings or shorter edges.
    void printWithCount(const char *name) const
    {
        print(name);
        const auto worse = [](const std::vector<double> &ratios) {
            return std::count_if(ratios.begin(), ratios.end(), [](double ratio) { return ratio > 1.0005; });
        };
        std::printf("          %zu rule sets; dot has fewer crossings in %td of them, shorter edges in %td\n", count(),
                    worse(m_crossingRatio), worse(m_lengthRatio));
    }

    void print(const char *name) const
    {
        const double graphs = double(count());
        std::printf("%-9s %5.0f %6.0f %10.0f %10.0f %6.3f %11.0f %11.0f %6.3f %9.2f %9.1f %7.0f\n", name,
                    m_nodes / graphs, m_edges / graphs, median(m_crossings[0]), median(m_crossings[1]),
                    median(m_crossingRatio), median(m_length[0]), median(m_length[1]), median(m_lengthRatio),
                    median(m_time[0]), median(m_time[1]), median(m_timeRatio));
        std::fflush(stdout);
    }

private:
    std::vector<double> m_crossings[2], m_length[2], m_time[2], m_crossingRatio, m_lengthRatio, m_timeRatio;
    double m_edges = 0;
    double m_nodes = 0;
};

void compare(int nodes, bool ruleLike, int seeds, bool withDot)
{
    Comparison comparison;
    for (int seed = 1; seed <= seeds; ++seed)
        comparison.add(randomGraph(nodes, ruleLike, unsigned(seed)), withDot);
    comparison.print(ruleLike ? "rule-like" : "layered");
}

std::vector<std::filesystem::path> ruleFilesOf(const std::filesystem::path &folder)
{
    std::vector<std::filesystem::path> paths;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
        const std::string extension = entry.path().extension().string();
        if (entry.is_regular_file() && (extension == ".yml" || extension == ".yaml" || extension == ".rules"))
            paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

rules::LayoutGraph graphOfFiles(std::span<const std::filesystem::path> paths)
{
    std::vector<std::shared_ptr<const rules::RuleDocument>> documents;
    for (const std::filesystem::path &path : paths) {
        std::ostringstream text;
        text << std::ifstream(path, std::ios::binary).rdbuf();
        documents.push_back(rules::load(path.string(), text.str()));
    }
    const rules::DependencyGraph dependencies = rules::buildDependencyGraph(documents);
    rules::LayoutGraph graph;
    graph.nodes.assign(dependencies.nodes.size(), {180, 40});
    for (const rules::GraphEdge &edge : dependencies.edges) {
        if (edge.certainty != rules::Certainty::Indeterminate)
            graph.edges.push_back({edge.from, edge.to});
    }
    return graph;
}

/// The rule sets of a folder: every file, and everything below each of its folders together. Small ones say nothing
/// about a layout; where dot takes more than a minute, as it does with tens of thousands of edges, there is nothing to
/// compare with.
void compareFolder(const std::string &folder, bool withDot, bool each)
{
    constexpr std::size_t fewestNodes = 40;
    constexpr std::size_t mostEdges = 20'000;
    constexpr int patience = 60'000;
    std::vector<std::filesystem::path> files = ruleFilesOf(folder);
    std::vector<std::pair<std::string, rules::LayoutGraph>> sets;
    for (const std::filesystem::path &file : files)
        sets.emplace_back(file.filename().string(), graphOfFiles({&file, 1}));
    std::vector<std::filesystem::path> folders;
    for (const auto &entry : std::filesystem::directory_iterator(folder)) {
        if (entry.is_directory())
            folders.push_back(entry.path());
    }
    std::sort(folders.begin(), folders.end());
    for (const std::filesystem::path &path : folders) {
        files = ruleFilesOf(path);
        if (files.size() > 1)
            sets.emplace_back(path.filename().string(), graphOfFiles(files));
    }
    struct Size
    {
        std::size_t largest;
        const char *name;
        Comparison comparison;
    };
    std::array<Size, 4> sizes{{{100, "to 100", {}}, {300, "to 300", {}}, {1000, "to 1000", {}}, {~0U, "more", {}}}};
    std::printf("Rule sets of %s:\n", folder.c_str());
    int skipped = 0;
    for (const auto &[name, graph] : sets) {
        if (graph.nodes.size() < fewestNodes || graph.edges.empty())
            continue;
        Comparison one;
        if (graph.edges.size() > mostEdges || !one.add(graph, withDot, patience)) {
            ++skipped;
            continue;
        }
        if (each)
            one.print(name.c_str());
        const std::size_t nodes = graph.nodes.size();
        const auto size =
            std::find_if(sizes.begin(), sizes.end(), [nodes](const Size &s) { return nodes <= s.largest; });
        size->comparison.add(one);
    }
    for (const Size &size : sizes) {
        if (size.comparison.count() > 0)
            size.comparison.printWithCount(size.name);
    }
    if (skipped > 0)
        std::printf("          %d rule sets left out: dot takes more than a minute\n", skipped);
}

} // namespace

int main(int argc, char **argv)
{
    std::vector<int> sizes;
    std::vector<std::string> folders;
    int seeds = 10;
    bool withDot = true;
    bool each = false;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--no-dot") == 0)
            withDot = false;
        else if (std::strcmp(argv[i], "--each") == 0)
            each = true;
        else if (std::strcmp(argv[i], "--seeds") == 0 && i + 1 < argc)
            seeds = std::max(1, std::atoi(argv[++i]));
        else if (std::filesystem::is_directory(argv[i]))
            folders.emplace_back(argv[i]);
        else
            sizes.push_back(std::max(10, std::atoi(argv[i])));
    }
    if (sizes.empty() && folders.empty()) {
        sizes = {100, 300, 1000, 5000};
        if (const std::string corpus = RULEWRIGHT_SOURCE_DIR "/../shared/corpus/files";
            std::filesystem::is_directory(corpus))
            folders.push_back(corpus);
    }
    std::printf("Medians of %d seeds; ratios are ours / dot (processor time: dot / ours).\n", seeds);
    std::printf("%-9s %5s %6s %10s %10s %6s %11s %11s %6s %9s %9s %7s\n", "graph", "nodes", "edges", "crossings", "dot",
                "ratio", "length", "dot", "ratio", "ms", "dot ms", "faster");
    for (const int nodes : sizes) {
        for (const bool ruleLike : {false, true})
            compare(nodes, ruleLike, seeds, withDot);
    }
    for (const std::string &folder : folders)
        compareFolder(folder, withDot, each);
    return 0;
}
