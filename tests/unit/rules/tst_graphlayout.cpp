#include "rules/dependencygraph.h"
#include "rules/graphlayers.h"
#include "rules/graphlayout.h"
#include "support/registry.h"

#include <algorithm>
#include <cmath>
#include <random>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

namespace {

rules::LayoutGraph graphOf(std::size_t nodes, std::vector<rules::LayoutGraph::Edge> edges)
{
    return {std::vector<rules::LayoutGraph::Node>(nodes, {120, 40}), std::move(edges)};
}

/// Edges go to any node, so there are cycles, self-edges and parallel edges; `acyclic` makes them go to larger indices.
rules::LayoutGraph randomGraph(unsigned seed, int nodes, int edges, bool acyclic)
{
    std::mt19937 random(seed);
    const auto below = [&](int limit) { return std::size_t(random() % unsigned(limit)); };
    rules::LayoutGraph graph;
    for (int i = 0; i < nodes; ++i)
        graph.nodes.push_back({60 + double(below(150)), 20 + double(below(40))});
    for (int i = 0; i < edges; ++i) {
        std::size_t from = below(nodes);
        std::size_t to = below(nodes);
        if (acyclic && from == to)
            continue;
        if (acyclic && from > to)
            std::swap(from, to);
        graph.edges.push_back({from, to});
    }
    return graph;
}

rules::LayoutPoint pointAt(const std::vector<rules::LayoutPoint> &curve, std::size_t start, double t)
{
    const double u = 1 - t;
    const auto mix = [&](auto member) {
        return u * u * u * curve[start].*member + 3 * u * u * t * curve[start + 1].*member +
               3 * u * t * t * curve[start + 2].*member + t * t * t * curve[start + 3].*member;
    };
    return {mix(&rules::LayoutPoint::x), mix(&rules::LayoutPoint::y)};
}

/// How far a point is inside a box; negative outside.
double depthInside(const rules::LayoutPoint &point, const rules::LayoutPoint &centre,
                   const rules::LayoutGraph::Node &box)
{
    return std::min(box.width / 2 - std::abs(point.x - centre.x), box.height / 2 - std::abs(point.y - centre.y));
}

/// By node: a number that nodes have in common which can be reached from each other. By reachability from every node,
/// so that it shares nothing with the layout's search.
std::vector<std::size_t> circlesOf(const rules::LayoutGraph &graph)
{
    const std::size_t count = graph.nodes.size();
    std::vector<std::vector<std::size_t>> readers(count);
    for (const rules::LayoutGraph::Edge &edge : graph.edges)
        readers[edge.from].push_back(edge.to);
    std::vector<std::vector<bool>> reached(count, std::vector<bool>(count));
    for (std::size_t start = 0; start < count; ++start) {
        std::vector<std::size_t> queue = {start};
        for (std::size_t i = 0; i < queue.size(); ++i) {
            for (const std::size_t next : readers[queue[i]]) {
                if (!reached[start][next]) {
                    reached[start][next] = true;
                    queue.push_back(next);
                }
            }
        }
    }
    std::vector<std::size_t> circles(count);
    for (std::size_t node = 0; node < count; ++node) {
        circles[node] = node;
        for (std::size_t other = 0; other < node; ++other) {
            if (reached[node][other] && reached[other][node]) {
                circles[node] = circles[other];
                break;
            }
        }
    }
    return circles;
}

std::string faultsOf(const rules::LayoutGraph &graph, const rules::GraphLayout &layout)
{
    if (layout.nodes.size() != graph.nodes.size() || layout.edges.size() != graph.edges.size())
        return "sizes differ";
    for (std::size_t a = 0; a < graph.nodes.size(); ++a) {
        for (std::size_t b = a + 1; b < graph.nodes.size(); ++b) {
            const double dx = std::abs(layout.nodes[a].centre.x - layout.nodes[b].centre.x);
            const double dy = std::abs(layout.nodes[a].centre.y - layout.nodes[b].centre.y);
            if (dx < (graph.nodes[a].width + graph.nodes[b].width) / 2 &&
                dy < (graph.nodes[a].height + graph.nodes[b].height) / 2)
                return "nodes " + std::to_string(a) + " and " + std::to_string(b) + " overlap";
        }
    }
    const std::vector<std::size_t> circles = circlesOf(graph);
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
        const auto &[from, to] = graph.edges[e];
        const rules::GraphLayout::Edge &edge = layout.edges[e];
        const std::string name = "edge " + std::to_string(e);
        if (edge.curve.size() < 4 || edge.curve.size() % 3 != 1)
            return name + " has no curve";
        if (from != to && edge.reversed != (layout.nodes[from].column > layout.nodes[to].column))
            return name + " has the wrong direction";
        if (edge.reversed && circles[from] != circles[to])
            return name + " goes back and is part of no cycle";
        if (from != to && layout.nodes[from].column == layout.nodes[to].column)
            return name + " stays in its column";
        if (std::abs(depthInside(edge.curve.front(), layout.nodes[from].centre, graph.nodes[from])) > 1e-6)
            return name + " does not start at its node";
        if (std::abs(depthInside(edge.curve.back(), layout.nodes[to].centre, graph.nodes[to])) > 1e-6)
            return name + " does not end at its node";
        for (std::size_t start = 0; start + 3 < edge.curve.size(); start += 3) {
            for (int step = 0; step <= 16; ++step) {
                const rules::LayoutPoint point = pointAt(edge.curve, start, step / 16.0);
                if (point.x < -1e-6 || point.y < -1e-6 || point.x > layout.width + 1e-6 ||
                    point.y > layout.height + 1e-6)
                    return name + " leaves the picture";
                for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
                    if (depthInside(point, layout.nodes[n].centre, graph.nodes[n]) > 1e-6)
                        return name + " runs through node " + std::to_string(n);
                }
            }
        }
    }
    return {};
}

bool same(const rules::GraphLayout &a, const rules::GraphLayout &b)
{
    for (std::size_t i = 0; i < a.nodes.size(); ++i) {
        if (a.nodes[i].centre != b.nodes[i].centre)
            return false;
    }
    for (std::size_t i = 0; i < a.edges.size(); ++i) {
        if (a.edges[i].curve != b.edges[i].curve)
            return false;
    }
    return true;
}

/// The least sum of arc lengths over all layerings with layers below `limit`.
int leastLength(int nodes, const std::vector<rules::layered::Arc> &arcs, int limit)
{
    std::vector<int> layers(std::size_t(nodes), 0);
    int best = 1 << 20;
    while (true) {
        int length = 0;
        bool valid = true;
        for (const auto &arc : arcs) {
            length += (layers[arc.to] - layers[arc.from]) * arc.weight;
            valid = valid && layers[arc.to] > layers[arc.from];
        }
        if (valid)
            best = std::min(best, length);
        std::size_t i = 0;
        while (i < layers.size() && ++layers[i] == limit)
            layers[i++] = 0;
        if (i == layers.size())
            return best;
    }
}

} // namespace

class TestGraphLayout : public QObject
{
    Q_OBJECT

private slots:
    void emptyGraph();
    void chain();
    void selfEdge();
    void cycle();
    void sides();
    void layersAreShortest();
    void findsTheOrderWithoutCrossings();
    void movesWhatHangsTogether();
    void countsCrossings();
    void equalNodesKeepTheirOrder();
    void randomGraphs_data();
    void randomGraphs();
    void cyclesThatFeedEachOther();
    void corpusGraphs();
    void bandsFillTheWishedShape();
    void addingALeafMovesLittle();
    void steadyNodesKeepTheirHeights();
    void stops();
    void denseGraph();
};

void TestGraphLayout::emptyGraph()
{
    const auto layout = rules::layoutGraph({});
    QVERIFY(layout);
    QVERIFY(layout->nodes.empty());
    QCOMPARE(layout->width, 0.0);
}

void TestGraphLayout::chain()
{
    const auto graph = graphOf(3, {{0, 1}, {1, 2}});
    const auto layout = rules::layoutGraph(graph);
    QVERIFY(layout);
    QCOMPARE(QByteArray::fromStdString(faultsOf(graph, *layout)), QByteArray());
    QCOMPARE(layout->nodes[2].column, 2);
    QCOMPARE(layout->nodes[0].centre, (rules::LayoutPoint{60, 20}));
    QCOMPARE(layout->nodes[2].centre, (rules::LayoutPoint{492, 20}));
    QCOMPARE(layout->width, 552.0);
    QCOMPARE(layout->height, 40.0);
    QCOMPARE(layout->edgeLength, 192.0);
}

void TestGraphLayout::selfEdge()
{
    const auto graph = graphOf(2, {{0, 0}, {0, 1}});
    const auto layout = rules::layoutGraph(graph);
    QVERIFY(layout);
    QCOMPARE(QByteArray::fromStdString(faultsOf(graph, *layout)), QByteArray());
    QVERIFY(layout->edges[0].curve[1].x > 130);
}

void TestGraphLayout::cycle()
{
    const auto graph = graphOf(4, {{0, 1}, {1, 2}, {2, 1}, {2, 3}, {3, 1}});
    const auto layout = rules::layoutGraph(graph);
    QVERIFY(layout);
    QCOMPARE(QByteArray::fromStdString(faultsOf(graph, *layout)), QByteArray());
    QVERIFY(!layout->edges[0].reversed && !layout->edges[1].reversed && !layout->edges[3].reversed);
    QVERIFY(layout->edges[2].reversed && layout->edges[4].reversed);
    QVERIFY(layout->edges[1].curve.front() != layout->edges[2].curve.back());

    // A cycle is drawn from where it is entered, however its nodes are numbered.
    const auto entered = rules::layoutGraph(graphOf(4, {{0, 1}, {1, 2}, {2, 0}, {3, 1}}));
    QVERIFY(entered);
    QVERIFY(entered->edges[0].reversed && !entered->edges[1].reversed && !entered->edges[2].reversed);
}

void TestGraphLayout::sides()
{
    auto graph = graphOf(6, {{0, 1}, {1, 2}, {2, 3}, {4, 3}, {0, 5}});
    graph.nodes[4].side = rules::LayoutGraph::Side::First;
    graph.nodes[5].side = rules::LayoutGraph::Side::Last;
    graph.nodes[1].side = rules::LayoutGraph::Side::Last;
    const auto layout = rules::layoutGraph(graph);
    QVERIFY(layout);
    QCOMPARE(QByteArray::fromStdString(faultsOf(graph, *layout)), QByteArray());
    QCOMPARE(layout->nodes[4].column, 0);
    QCOMPARE(layout->nodes[5].column, 3);
    QCOMPARE(layout->nodes[1].column, 1);
}

void TestGraphLayout::layersAreShortest()
{
    std::mt19937 random(7);
    int compared = 0;
    for (int round = 0; round < 60; ++round) {
        const int nodes = 6;
        std::vector<rules::layered::Arc> arcs;
        for (int to = 1; to < nodes; ++to)
            arcs.push_back({int(random() % unsigned(to)), to, 1 + int(random() % 3)});
        for (int i = 0; i < 4; ++i) {
            const int from = int(random() % (nodes - 1));
            arcs.push_back({from, from + 1 + int(random() % unsigned(nodes - 1 - from)), 1 + int(random() % 3)});
        }
        const std::vector<int> layers = rules::layered::assignLayers(nodes, arcs, {}, {});
        int length = 0;
        for (const auto &arc : arcs) {
            QVERIFY(layers[arc.to] > layers[arc.from]);
            length += (layers[arc.to] - layers[arc.from]) * arc.weight;
        }
        QCOMPARE(length, leastLength(nodes, arcs, nodes));
        ++compared;
    }
    QCOMPARE(compared, 60);
}

void TestGraphLayout::findsTheOrderWithoutCrossings()
{
    // A complete binary tree whose nodes are numbered so that reading order is far from planar.
    rules::LayoutGraph graph = graphOf(63, {});
    for (std::size_t i = 1; i < 63; ++i)
        graph.edges.push_back({(i - 1) / 2 * 25 % 63, i * 25 % 63});
    const auto layout = rules::layoutGraph(graph);
    QVERIFY(layout);
    QCOMPARE(layout->crossings, std::size_t(0));
    QCOMPARE(QByteArray::fromStdString(faultsOf(graph, *layout)), QByteArray());
}

void TestGraphLayout::movesWhatHangsTogether()
{
    // Pairs of sources that share five readers, each with twenty more of its own. The shared ones cross ten times a
    // pair in every order; the pairs are joined to a path, which needs no further crossing.
    constexpr std::size_t pairs = 8;
    rules::LayoutGraph graph = graphOf(2 * pairs, {});
    const auto add = [&](std::initializer_list<std::size_t> sources) {
        for (const std::size_t source : sources)
            graph.edges.push_back({source, graph.nodes.size()});
        graph.nodes.push_back({120, 40});
    };
    const auto place = [](std::size_t pair) { return pair * 5 % pairs; };
    for (std::size_t i = 0; i < 20; ++i) {
        for (std::size_t source = 0; source < 2 * pairs; ++source)
            add({source});
    }
    for (std::size_t i = 0; i < 5; ++i) {
        for (std::size_t pair = 0; pair < pairs; ++pair)
            add({pair, pair + pairs});
    }
    for (std::size_t pair = 0; pair + 1 < pairs; ++pair)
        add({place(pair) + pairs, place(pair + 1)});
    const auto layout = rules::layoutGraph(graph);
    QVERIFY(layout);
    QCOMPARE(layout->crossings, pairs * 10);
}

void TestGraphLayout::countsCrossings()
{
    // K(3,3) in two layers has (3·2/2)² crossings in every order.
    rules::LayoutGraph graph = graphOf(6, {});
    for (std::size_t a = 0; a < 3; ++a) {
        for (std::size_t b = 3; b < 6; ++b)
            graph.edges.push_back({a, b});
    }
    const auto layout = rules::layoutGraph(graph);
    QVERIFY(layout);
    QCOMPARE(layout->crossings, std::size_t(9));
}

void TestGraphLayout::equalNodesKeepTheirOrder()
{
    const auto graph = graphOf(8, {{0, 4}, {1, 4}, {2, 4}, {3, 4}, {4, 5}, {4, 6}, {4, 7}});
    const auto layout = rules::layoutGraph(graph);
    QVERIFY(layout);
    for (const std::size_t node : {1, 2, 3, 6, 7})
        QVERIFY(layout->nodes[node].centre.y > layout->nodes[node - 1].centre.y);
}

void TestGraphLayout::randomGraphs_data()
{
    QTest::addColumn<unsigned>("seed");
    QTest::addColumn<int>("nodes");
    QTest::addColumn<int>("edges");
    QTest::addColumn<bool>("acyclic");
    for (unsigned seed = 1; seed <= 12; ++seed) {
        const int nodes = int(seed * seed);
        QTest::addRow("dag %u", seed) << seed << nodes << nodes * 3 / 2 << true;
        QTest::addRow("any %u", seed) << seed << nodes << nodes << false;
        QTest::addRow("dense %u", seed) << seed << 10 << int(seed * 5) << false;
    }
}

void TestGraphLayout::randomGraphs()
{
    QFETCH(unsigned, seed);
    QFETCH(int, nodes);
    QFETCH(int, edges);
    QFETCH(bool, acyclic);
    const auto graph = randomGraph(seed, nodes, edges, acyclic);
    const auto layout = rules::layoutGraph(graph);
    QVERIFY(layout);
    QCOMPARE(QByteArray::fromStdString(faultsOf(graph, *layout)), QByteArray());
    if (acyclic) {
        for (const auto &edge : layout->edges)
            QVERIFY(!edge.reversed);
    }
    QVERIFY(same(*layout, *rules::layoutGraph(graph)));
}

void TestGraphLayout::cyclesThatFeedEachOther()
{
    // Rings of five; each feeds the next one from and to any of its members, and some are entered from outside.
    for (unsigned seed = 1; seed <= 20; ++seed) {
        std::mt19937 random(seed);
        const auto below = [&](std::size_t limit) { return std::size_t(random() % unsigned(limit)); };
        constexpr std::size_t rings = 6;
        constexpr std::size_t ring = 5;
        rules::LayoutGraph graph = graphOf(rings * ring + 4, {});
        for (std::size_t r = 0; r < rings; ++r) {
            // In which order they are numbered must not decide which ring comes first.
            const auto member = [&](std::size_t of, std::size_t i) {
                return (of * 7 + seed) % rings * ring + i % ring;
            };
            for (std::size_t i = 0; i < ring; ++i)
                graph.edges.push_back({member(r, i), member(r, i + 1)});
            for (std::size_t i = 0; i < 3 && r + 1 < rings; ++i)
                graph.edges.push_back({member(r, below(ring)), member(r + 1, below(ring))});
            if (r < 4)
                graph.edges.push_back({rings * ring + r, member(r, below(ring))});
        }
        std::shuffle(graph.edges.begin(), graph.edges.end(), random);
        const auto layout = rules::layoutGraph(graph);
        QVERIFY(layout);
        QCOMPARE(QByteArray::fromStdString(faultsOf(graph, *layout)), QByteArray());
        // A ring needs one edge back, no more.
        const auto back =
            std::count_if(layout->edges.begin(), layout->edges.end(), [](const auto &e) { return e.reversed; });
        QCOMPARE(back, std::ptrdiff_t(rings));
    }
}

void TestGraphLayout::corpusGraphs()
{
    const QDir corpus(QDir(RULEWRIGHT_SOURCE_DIR).filePath("../shared/corpus/files"));
    if (!corpus.exists())
        QSKIP("The corpus is not here.");
    // faultsOf() looks at every point of every edge and every node.
    constexpr std::size_t mostNodes = 300;
    constexpr std::size_t mostEdges = 600;
    int drawn = 0;
    QDirIterator it(corpus.path(), {"*.yml", "*.yaml", "*.rules"}, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto document = rules::load(file.fileName().toStdString(), file.readAll().toStdString());
        const rules::DependencyGraph dependencies = rules::buildDependencyGraph({&document, 1});
        if (dependencies.edges.empty() || dependencies.nodes.size() > mostNodes ||
            dependencies.edges.size() > mostEdges)
            continue;
        rules::LayoutGraph graph = graphOf(0, {});
        for (const rules::GraphNode &node : dependencies.nodes)
            graph.nodes.push_back({80 + 6.0 * double(std::min<std::size_t>(node.name.size(), 40)), 40});
        for (const rules::GraphEdge &edge : dependencies.edges)
            graph.edges.push_back({edge.from, edge.to});
        rules::LayoutOptions options;
        options.aspect = drawn % 2 == 0 ? 1.5 : 0;
        const auto layout = rules::layoutGraph(graph, options);
        QVERIFY(layout);
        const std::string faults = faultsOf(graph, *layout);
        QVERIFY2(faults.empty(), qPrintable(file.fileName() + ": " + QString::fromStdString(faults)));
        QVERIFY(same(*layout, *rules::layoutGraph(graph, options)));
        ++drawn;
    }
    QVERIFY2(drawn > 50, qPrintable(QString::number(drawn)));
}

void TestGraphLayout::bandsFillTheWishedShape()
{
    rules::LayoutGraph graph = graphOf(400, {});
    for (std::size_t i = 0; i < 400; i += 2)
        graph.edges.push_back({i, i + 1});
    graph.edges.push_back({1, 5});
    const auto tall = rules::layoutGraph(graph);
    QVERIFY(tall && tall->height > 10'000);
    rules::LayoutOptions options;
    options.aspect = 1.5;
    const auto layout = rules::layoutGraph(graph, options);
    QVERIFY(layout);
    QCOMPARE(QByteArray::fromStdString(faultsOf(graph, *layout)), QByteArray());
    QVERIFY2(layout->width / layout->height > 1 && layout->width / layout->height < 2.2,
             qPrintable(QString::number(layout->width / layout->height)));
    QVERIFY(layout->nodes[399].band > 0);
    // A new pair goes to an end, everything else stays.
    options.previousNodes.assign(layout->nodes.begin(), layout->nodes.end());
    options.previousNodes.resize(402);
    graph.nodes.resize(402, graph.nodes[0]);
    graph.edges.push_back({400, 401});
    const auto after = rules::layoutGraph(graph, options);
    QVERIFY(after);
    for (std::size_t i = 0; i < 400; ++i)
        QVERIFY(std::abs(after->nodes[i].centre.x - layout->nodes[i].centre.x) +
                    std::abs(after->nodes[i].centre.y - layout->nodes[i].centre.y) <
                1);
}

void TestGraphLayout::addingALeafMovesLittle()
{
    for (unsigned seed = 1; seed <= 12; ++seed) {
        auto graph = randomGraph(seed, 200, 160 + int(seed) * 20, true);
        for (auto &node : graph.nodes)
            node = {120, 40};
        rules::LayoutOptions options;
        // In one band, and in several.
        options.aspect = seed % 3 == 0 ? 1.5 : 0;
        const auto before = rules::layoutGraph(graph, options);
        QVERIFY(before);
        options.previousNodes.assign(before->nodes.begin(), before->nodes.end());
        options.previousNodes.emplace_back();
        options.steady = true;
        for (const auto &edge : before->edges)
            options.previousPasses.push_back(edge.passes);
        graph.nodes.push_back({120, 40});
        for (std::size_t leaf = 0; leaf < 6; ++leaf) {
            // Something that reads one of them, or that one of them reads; on either side there is a column already,
            // else all that stands beside it would have to make room.
            std::size_t other = (seed * 17 + leaf * 31) % 200;
            const auto has = [&](std::size_t rules::LayoutGraph::Edge::*end) {
                return std::any_of(graph.edges.begin(), graph.edges.end(),
                                   [&](const auto &e) { return e.*end == other; });
            };
            while (!has(&rules::LayoutGraph::Edge::from) || !has(&rules::LayoutGraph::Edge::to))
                other = (other + 1) % 200;
            rules::LayoutGraph larger = graph;
            larger.edges.push_back(leaf % 2 == 0 ? rules::LayoutGraph::Edge{other, 200}
                                                 : rules::LayoutGraph::Edge{200, other});
            const auto after = rules::layoutGraph(larger, options);
            QVERIFY(after);
            QCOMPARE(QByteArray::fromStdString(faultsOf(larger, *after)), QByteArray());
            // The picture may be shifted as a whole: the view keeps the selected node in place.
            const auto shiftOf = [&](double rules::LayoutPoint::*axis) {
                std::vector<double> moves;
                for (std::size_t i = 0; i < before->nodes.size(); ++i)
                    moves.push_back(after->nodes[i].centre.*axis - before->nodes[i].centre.*axis);
                std::nth_element(moves.begin(), moves.begin() + 100, moves.end());
                return moves[100];
            };
            const double right = shiftOf(&rules::LayoutPoint::x);
            const double down = shiftOf(&rules::LayoutPoint::y);
            int moved = 0;
            for (std::size_t i = 0; i < before->nodes.size(); ++i) {
                const rules::LayoutPoint &from = before->nodes[i].centre;
                const rules::LayoutPoint &to = after->nodes[i].centre;
                if (std::abs(to.y - from.y - down) > 40 + options.rowGap + 0.01 || std::abs(to.x - from.x - right) > 1)
                    ++moved;
            }
            QVERIFY2(moved <= 2, qPrintable(QString("%1 with seed %2, leaf %3").arg(moved).arg(seed).arg(leaf)));
        }
    }
}

void TestGraphLayout::steadyNodesKeepTheirHeights()
{
    rules::LayoutOptions options;
    options.previousNodes = {rules::GraphLayout::Node{{60, 20}, 0, 0}, rules::GraphLayout::Node{{276, 120}, 1, 0},
                             std::nullopt};
    const auto graph = graphOf(3, {{0, 1}, {0, 2}});
    const auto steps = [&] {
        const auto layout = rules::layoutGraph(graph, options);
        return layout ? layout->nodes[1].centre.y - layout->nodes[0].centre.y : 0;
    };
    options.steady = true;
    QCOMPARE(steps(), 100.0);
    // Where much is new the edges are as short as they can be.
    options.steady = false;
    QVERIFY(steps() < 60);
}

void TestGraphLayout::stops()
{
    std::stop_source source;
    source.request_stop();
    QVERIFY(!rules::layoutGraph(randomGraph(1, 500, 900, true), {}, source.get_token()));
}

void TestGraphLayout::denseGraph()
{
    // Every node of a long chain is read by the last ones: more passes than arcs may have for themselves.
    rules::LayoutGraph graph = graphOf(700, {});
    for (std::size_t i = 0; i + 1 < 700; ++i) {
        graph.edges.push_back({i, i + 1});
        if (i < 698)
            graph.edges.push_back({i, 699});
    }
    const auto layout = rules::layoutGraph(graph);
    QVERIFY(layout);
    QCOMPARE(layout->nodes[699].column, 699);
    QCOMPARE(layout->edges.size(), graph.edges.size());
}

REGISTER_TEST(TestGraphLayout);

#include "tst_graphlayout.moc"
