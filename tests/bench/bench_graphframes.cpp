// Frame times of the dependency graph while it is panned, 1920 × 1080 in software: what a frame costs from the move of
// the picture to the last painted pixel. Usage: bench_graphframes [--frames N]

#include "rules/graphfold.h"
#include "rules/graphlayout.h"
#include "widgets/graphminimap.h"
#include "widgets/graphscene.h"
#include "widgets/graphview.h"
#include "widgets/theme.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include <QApplication>
#include <QScrollBar>

namespace {

/// What exporters of the platform provide and rules of every team read.
constexpr int commonMetrics = 30;

/// Rules as repositories hold them: `perFile` in a file, five in a group, each reading metrics and earlier rules.
rules::DependencyGraph ruleSet(int nodes, int perFile, unsigned seed)
{
    std::mt19937 random(seed);
    const auto below = [&](int limit) { return int(random() % unsigned(limit)); };
    rules::DependencyGraph graph;
    const int metrics = nodes * 2 / 5;
    for (int i = 0; i < metrics; ++i) {
        const std::string name = i < commonMetrics
                                     ? "kube_object_state_" + std::to_string(i)
                                     : "service" + std::to_string(i / 40) + "_requests_total_" + std::to_string(i);
        graph.nodes.push_back({"metric:" + name, rules::NodeKind::Metric, name, {}});
    }
    std::vector<std::size_t> recordings;
    std::vector<int> depth(std::size_t(nodes), 0);
    for (int i = metrics; i < nodes; ++i) {
        const int rule = i - metrics;
        const bool recording = rule % 3 == 0;
        const rules::RuleRef ref{"rules/team" + std::to_string(rule / perFile) + ".yaml",
                                 0,
                                 {},
                                 "group" + std::to_string(rule / 5),
                                 std::size_t(rule % 5)};
        graph.nodes.push_back({ref.id(), recording ? rules::NodeKind::Recording : rules::NodeKind::Alerting,
                               (recording ? "job:errors:rate5m_" : "HighErrorRate") + std::to_string(rule), ref});
        const int reads = 1 + below(3);
        for (int k = 0; k < reads; ++k) {
            // Mostly metrics of the team's own service, some that everybody reads.
            const int file = rule / perFile;
            const int own = metrics * perFile / (nodes - metrics);
            std::size_t from = below(5) == 0 ? std::size_t(below(commonMetrics))
                                             : std::size_t(std::min(file * own + below(own), metrics - 1));
            if (!recordings.empty() && below(3) == 0) {
                const int back = 1 + below(int(std::min<std::size_t>(recordings.size(), 12)));
                const std::size_t recording = recordings[recordings.size() - std::size_t(back)];
                // Chains are short in practice.
                if (depth[recording] < 3)
                    from = recording;
            }
            depth[std::size_t(i)] = std::max(depth[std::size_t(i)], depth[from] + 1);
            graph.edges.push_back({from, std::size_t(i), rules::Certainty(below(8) == 0), {}, {}});
        }
        if (recording)
            recordings.push_back(std::size_t(i));
    }
    return graph;
}

double percentile(std::vector<double> values, double share)
{
    std::ranges::sort(values);
    return values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

void measure(const char *name, const rules::DependencyGraph &graph, rules::Folding folding, double scale, int frames)
{
    const rules::FoldedGraph folded = rules::fold(graph, folding);
    const widgets::GraphStyle style = widgets::GraphStyle::of(QApplication::font(), QApplication::palette());
    std::vector<widgets::CardContent> contents;
    rules::LayoutGraph input;
    for (const rules::FoldedNode &node : folded.nodes) {
        const rules::GraphNode &first = graph.nodes[node.members.front()];
        widgets::CardContent content;
        content.kind = first.kind;
        content.name = QString::fromStdString(node.name);
        content.detail = QStringLiteral("%1 series · for 5m · inactive").arg(node.members.size());
        content.severity = QStringLiteral("warning");
        content.isFold = node.isFold;
        input.nodes.push_back({260, style.cardHeight, rules::LayoutGraph::Side::Free});
        contents.push_back(std::move(content));
    }
    for (const rules::FoldedEdge &edge : folded.edges)
        input.edges.push_back({edge.from, edge.to});
    rules::LayoutOptions options;
    options.aspect = 1.8;
    const auto layout = rules::layoutGraph(input, options);

    widgets::GraphScene scene;
    scene.setCardStyle(style);
    scene.showGraph(folded, std::move(contents), input.nodes, *layout);
    widgets::GraphView view(&scene);
    widgets::GraphMinimap minimap(&view, &scene);
    view.resize(1920, 1080);
    view.show();
    minimap.refresh();
    if (scale > 0) {
        view.resetTransform();
        view.scale(scale, scale);
        view.centerOn(scene.sceneRect().center());
    } else {
        view.fit();
        // All of it, and room to move.
        view.zoomBy(1.4);
    }
    QApplication::processEvents();
    std::vector<double> times;
    std::vector<double> processorTimes;
    for (int frame = 0; frame < frames; ++frame) {
        const double angle = frame * 0.045;
        const auto start = std::chrono::steady_clock::now();
        const std::clock_t processorStart = std::clock();
        view.panBy({int(std::lround(28 * std::cos(angle))), int(std::lround(17 * std::sin(angle * 1.3)))});
        QApplication::processEvents();
        const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
        times.push_back(time.count());
        processorTimes.push_back(double(std::clock() - processorStart) * 1000 / CLOCKS_PER_SEC);
    }
    std::printf("%-44s %6zu %6zu %6.2f %9.2f %9.2f %9.2f %9.2f %9.2f\n", name, folded.nodes.size(), folded.edges.size(),
                view.scaleFactor(), percentile(times, 0.5), percentile(times, 0.99), percentile(times, 1),
                percentile(processorTimes, 0.5), percentile(processorTimes, 0.99));
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication app(argc, argv);
    int frames = 600;
    for (int i = 1; i + 1 < argc; ++i) {
        if (std::strcmp(argv[i], "--frames") == 0)
            frames = std::max(10, std::atoi(argv[i + 1]));
    }
    std::printf(
        "Milliseconds a frame; 60 frames a second leave 16.67. CPU: what the process itself used, whatever else "
        "the machine does.\n");
    std::printf("%-44s %6s %6s %6s %9s %9s %9s %9s %9s\n", "graph", "nodes", "edges", "scale", "median", "99 %",
                "slowest", "CPU med.", "CPU 99 %");
    const rules::DependencyGraph medium = ruleSet(2000, 50, 1);
    measure("2 000 nodes, full size", medium, rules::Folding::None, 1, frames);
    measure("2 000 nodes, smallest scale with details", medium, rules::Folding::None, 0.56, frames);
    measure("2 000 nodes, all in sight", medium, rules::Folding::None, 0, frames);
    const rules::DependencyGraph large = ruleSet(20'000, 60, 2);
    measure("20 000 nodes folded by file, full size", large, rules::Folding::File, 1, frames);
    measure("20 000 nodes folded by file, all in sight", large, rules::Folding::File, 0, frames);
    return 0;
}
