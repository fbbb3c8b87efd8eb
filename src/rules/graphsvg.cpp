#include "rules/graphsvg.h"

#include "rules/graphbundles.h"
#include "rules/graphlayout.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <numeric>
#include <string_view>
#include <vector>

namespace rules {

namespace {

constexpr double svgCardHeight = 44;
constexpr double svgMargin = 24;
constexpr double svgCharacterWidth = 7.3;
constexpr int svgMostCharacters = 40;
constexpr double svgHubSize = 12;
/// More edges make a black picture, and one that takes minutes: readers of the same rules share their lines. What is
/// still too much is left out, the least certain first, and the picture says so.
constexpr std::size_t svgMostEdges = 20'000;

struct CodePoint
{
    std::string_view bytes;
    /// In fixed-width cells; East Asian and emoji take two.
    int cells = 1;
};

bool xmlCanHold(char32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) ||
           (c > 0xFFFF && c < 0x110000);
}

/// What is not UTF-8 or not allowed in XML becomes U+FFFD, line breaks and tabs become spaces.
std::vector<CodePoint> codePoints(std::string_view text)
{
    constexpr std::string_view replacement = "\xEF\xBF\xBD";
    std::vector<CodePoint> result;
    for (std::size_t i = 0; i < text.size();) {
        const unsigned char lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80                   ? 1
                                   : lead >= 0xF0 && lead < 0xF5 ? 4
                                   : lead >= 0xE0                ? 3
                                   : lead >= 0xC2                ? 2
                                                                 : 0;
        char32_t code = lead < 0x80 ? lead : lead & (0x7F >> length);
        bool valid = length > 0 && lead < 0xF5 && i + length <= text.size();
        for (std::size_t k = 1; valid && k < length; ++k) {
            valid = (static_cast<unsigned char>(text[i + k]) & 0xC0) == 0x80;
            code = (code << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3F);
        }
        valid = valid && xmlCanHold(code) && !(length == 3 && code < 0x800) && !(length == 4 && code < 0x10000);
        if (!valid)
            result.push_back({replacement, 1});
        else if (code == '\t' || code == '\n' || code == '\r')
            result.push_back({" ", 1});
        else
            result.push_back({text.substr(i, length), code >= 0x1100 && (code < 0x1160 || code >= 0x2E80) ? 2 : 1});
        i += valid ? length : 1;
    }
    return result;
}

std::string escaped(const std::vector<CodePoint> &text)
{
    std::string result;
    for (const CodePoint &point : text) {
        if (point.bytes == "&")
            result += "&amp;";
        else if (point.bytes == "<")
            result += "&lt;";
        else if (point.bytes == ">")
            result += "&gt;";
        else if (point.bytes == "\"")
            result += "&quot;";
        else
            result += point.bytes;
    }
    return result;
}

int cells(const std::vector<CodePoint> &text)
{
    int sum = 0;
    for (const CodePoint &point : text)
        sum += point.cells;
    return sum;
}

/// With … in the middle if it is too long: names differ at both ends.
std::string elided(const std::vector<CodePoint> &text, int most)
{
    if (cells(text) <= most)
        return escaped(text);
    std::size_t head = 0;
    std::size_t tail = text.size();
    int used = 1;
    for (bool front = true; head < tail; front = !front) {
        const CodePoint &point = front ? text[head] : text[tail - 1];
        if (used + point.cells > most)
            break;
        used += point.cells;
        front ? ++head : --tail;
    }
    return escaped({text.begin(), text.begin() + std::ptrdiff_t(head)}) + "…" +
           escaped({text.begin() + std::ptrdiff_t(tail), text.end()});
}

std::string number(double value)
{
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::round(value * 10) / 10).ptr;
    return {buffer.data(), end};
}

struct SvgKind
{
    const char *name;
    const char *label;
    const char *light;
    const char *dark;
};

const SvgKind &svgKind(NodeKind kind)
{
    static const SvgKind metric = {"metric", "metric", "#5a6b85", "#a4b3c9"};
    static const SvgKind recording = {"recording", "recording rule", "#0d766c", "#4cc9b8"};
    static const SvgKind alerting = {"alerting", "alerting rule", "#8f5a05", "#f0bb55"};
    static const SvgKind job = {"job", "scrape job", "#7a5195", "#c79fe0"};
    static const SvgKind dashboard = {"dashboard", "dashboard", "#2864d8", "#78aaff"};
    const SvgKind *kinds[] = {&metric, &recording, &alerting, &job, &dashboard};
    return *kinds[static_cast<std::size_t>(kind)];
}

struct SvgChange
{
    const char *label;
    const char *light;
    const char *dark;
};

/// Nothing to say of what is unchanged.
const SvgChange &svgChange(Change change)
{
    static const SvgChange changes[] = {{"", "", ""},
                                        {"changed", "#8f5a05", "#f0bb55"},
                                        {"rewired", "#2864d8", "#78aaff"},
                                        {"added", "#2b8a57", "#5cc48d"},
                                        {"removed", "#bf2f45", "#ff7a8a"}};
    return changes[static_cast<std::size_t>(change)];
}

struct SvgEdge
{
    const char *label;
    const char *dashes;
};

const SvgEdge &svgEdge(Certainty certainty)
{
    static const SvgEdge edges[] = {
        {"exact", ""}, {"by regex", "6 4"}, {"indeterminate", "2 4"}, {"ALERTS", "8 4 2 4"}};
    return edges[static_cast<std::size_t>(certainty)];
}

class SvgWriter
{
public:
    explicit SvgWriter(const DependencyGraph &graph, const GraphComparison *comparison = nullptr)
        : m_graph(graph), m_comparison(comparison)
    {
        for (const GraphNode &node : graph.nodes)
            m_present[static_cast<std::size_t>(node.kind)] = true;
    }

    std::string write();

private:
    void writeShape(NodeKind kind, double x, double y);
    void writeNode(std::size_t index, const LayoutPoint &centre, double width);
    void writeEdge(const GraphEdge &edge, const GraphLayout::Edge &line, Change change);
    double writeLegend(double y);
    [[nodiscard]] std::vector<NodeKind> kinds() const;
    void chooseEdges();
    void addBundles(LayoutGraph &input) const;
    void writeBundles(const GraphLayout &layout);

    const DependencyGraph &m_graph;
    const GraphComparison *m_comparison;
    /// Indices of the edges that are drawn.
    std::vector<std::size_t> m_edges;
    std::vector<EdgeBundle> m_bundles;
    std::array<std::size_t, 4> m_leftOut = {};
    std::array<bool, nodeKindCount> m_present = {true, true, true};
    std::string m_svg;
};

void SvgWriter::writeShape(NodeKind kind, double x, double y)
{
    const SvgKind &style = svgKind(kind);
    const std::string fill = std::string("\" class=\"") + style.name + "\" fill=\"" + style.light + "\"/>\n";
    const auto point = [&](double dx, double dy) { return number(x + dx) + "," + number(y + dy) + " "; };
    if (kind == NodeKind::Metric)
        m_svg += "<circle cx=\"" + number(x) + "\" cy=\"" + number(y) + "\" r=\"4.5" + fill;
    else if (kind == NodeKind::ScrapeJob)
        m_svg += "<rect x=\"" + number(x - 4.5) + "\" y=\"" + number(y - 4.5) + "\" width=\"9\" height=\"9" + fill;
    else if (kind == NodeKind::Dashboard)
        m_svg += "<polygon points=\"" + point(-6, 5) + point(-6, -5) + point(-2, -5) + point(-2, 0) + point(2, 0) +
                 point(2, -3) + point(6, -3) + point(6, 5) + fill;
    else if (kind == NodeKind::Recording)
        m_svg += "<polygon points=\"" + point(-6, 0) + point(0, -6) + point(6, 0) + point(0, 6) + fill;
    else
        m_svg += "<polygon points=\"" + point(-6, 5) + point(0, -6) + point(6, 5) + fill;
}

void SvgWriter::writeNode(std::size_t index, const LayoutPoint &centre, double width)
{
    const GraphNode &node = m_graph.nodes[index];
    const SvgKind &style = svgKind(node.kind);
    const double x = centre.x - width / 2;
    const double y = centre.y - svgCardHeight / 2;
    const std::vector<CodePoint> name = codePoints(node.name);
    m_svg += "<g><title>" + escaped(name);
    if (node.rule)
        m_svg += " — " + escaped(codePoints(node.rule->file + " › " + node.rule->group));
    const Change change = m_comparison ? m_comparison->nodes[index] : Change::Unchanged;
    const SvgChange &mark = svgChange(change);
    const std::string rim = change == Change::Unchanged
                                ? std::string("card\" fill=\"#ffffff\" stroke=\"#d8dce4")
                                : std::string("card ") + mark.label +
                                      "\" fill=\"#ffffff\" stroke-width=\"2\" stroke=\"" + mark.light +
                                      (change == Change::Removed ? "\" stroke-dasharray=\"5 3" : "");
    m_svg += "</title>\n<rect x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" + number(width) +
             "\" height=\"" + number(svgCardHeight) + "\" rx=\"5\" class=\"" + rim + "\"/>\n";
    m_svg += "<rect x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"4\" height=\"" + number(svgCardHeight) +
             "\" rx=\"2\" class=\"" + style.name + "\" fill=\"" + style.light + "\"/>\n";
    writeShape(node.kind, x + 19, y + 16);
    m_svg += "<text x=\"" + number(x + 32) + "\" y=\"" + number(y + 20) + "\" class=\"name\" fill=\"#1d2330\">" +
             elided(name, svgMostCharacters) + "</text>\n";
    std::string detail = node.rule ? node.rule->group : std::string(style.label);
    if (change != Change::Unchanged)
        detail = mark.label + (" · " + detail);
    m_svg += "<text x=\"" + number(x + 32) + "\" y=\"" + number(y + 36) + "\" class=\"detail\" fill=\"#5c6577\">" +
             elided(codePoints(detail), int((width - 40) / 6.2)) + "</text></g>\n";
}

void SvgWriter::writeEdge(const GraphEdge &edge, const GraphLayout::Edge &line, Change change)
{
    const SvgChange &mark = svgChange(change);
    std::string style = line.reversed ? "cycle\" stroke=\"#bf2f45" : "edge\" stroke=\"#9aa4b5";
    if (change != Change::Unchanged)
        style = std::string(mark.label) + "\" stroke=\"" + mark.light;
    m_svg += "<path d=\"M" + number(line.curve[0].x) + " " + number(line.curve[0].y);
    for (std::size_t i = 1; i < line.curve.size(); ++i)
        m_svg += (i % 3 == 1 ? "C" : " ") + number(line.curve[i].x) + " " + number(line.curve[i].y);
    const std::string dashes = svgEdge(edge.certainty).dashes;
    m_svg += "\" fill=\"none\" class=\"" + style + "\" stroke-width=\"" + (change == Change::Unchanged ? "1.3" : "2") +
             "\"" + (dashes.empty() ? "" : " stroke-dasharray=\"" + dashes + "\"") + "/>\n";
}

double SvgWriter::writeLegend(double y)
{
    double x = 6;
    const auto label = [&](const std::string &text) {
        m_svg += "<text x=\"" + number(x) + "\" y=\"" + number(y + 4) + "\" class=\"detail\" fill=\"#5c6577\">" + text +
                 "</text>\n";
        x += 6.4 * double(text.size()) + 20;
    };
    for (const NodeKind kind : kinds()) {
        writeShape(kind, x, y);
        x += 12;
        label(svgKind(kind).label);
    }
    for (const Certainty certainty : {Certainty::Exact, Certainty::Regex, Certainty::Indeterminate, Certainty::Meta}) {
        GraphLayout::Edge line;
        line.curve = {{x - 6, y}, {x + 4, y}, {x + 14, y}, {x + 24, y}};
        writeEdge({0, 0, certainty, {}, {}}, line, Change::Unchanged);
        x += 32;
        const std::size_t leftOut = m_leftOut[static_cast<std::size_t>(certainty)];
        std::string text = svgEdge(certainty).label;
        if (leftOut > 0)
            text += " (" + std::to_string(leftOut) + " not drawn)";
        label(text);
    }
    if (!m_bundles.empty()) {
        m_svg += "<circle cx=\"" + number(x) + "\" cy=\"" + number(y) + "\" r=\"" + number(svgHubSize / 2) +
                 "\" class=\"card\" fill=\"#ffffff\" stroke=\"#9aa4b5\"/>\n";
        x += 12;
        label("all that lead here are read by all that it leads to");
    }
    for (const Change change : {Change::Added, Change::Removed, Change::Rewired, Change::Changed}) {
        if (!m_comparison)
            break;
        GraphLayout::Edge line;
        line.curve = {{x - 6, y}, {x + 4, y}, {x + 14, y}, {x + 24, y}};
        writeEdge({0, 0, Certainty::Exact, {}, {}}, line, change);
        x += 32;
        label(svgChange(change).label);
    }
    return x;
}

std::vector<NodeKind> SvgWriter::kinds() const
{
    std::vector<NodeKind> result;
    for (std::size_t i = 0; i < nodeKindCount; ++i) {
        if (m_present[i])
            result.push_back(NodeKind(i));
    }
    return result;
}

void SvgWriter::chooseEdges()
{
    std::vector<std::size_t> single;
    // The edges of a bundle may have changed in different ways.
    if (m_graph.edges.size() > svgMostEdges && !m_comparison) {
        BundledEdges edges = bundled(m_graph);
        single = std::move(edges.single);
        m_bundles = std::move(edges.bundles);
    } else {
        single.resize(m_graph.edges.size());
        std::iota(single.begin(), single.end(), 0);
    }
    std::array<std::size_t, 4> counts = {};
    for (const std::size_t edge : single)
        ++counts[static_cast<std::size_t>(m_graph.edges[edge].certainty)];
    std::size_t drawn = single.size();
    for (const Certainty certainty : {Certainty::Indeterminate, Certainty::Meta, Certainty::Regex}) {
        const auto kind = static_cast<std::size_t>(certainty);
        if (drawn <= svgMostEdges)
            break;
        m_leftOut[kind] = counts[kind];
        drawn -= counts[kind];
    }
    m_edges.reserve(drawn);
    std::ranges::copy_if(single, std::back_inserter(m_edges), [this](std::size_t edge) {
        return m_leftOut[static_cast<std::size_t>(m_graph.edges[edge].certainty)] == 0;
    });
}

/// A bundle runs through a hub, a small node of its own.
void SvgWriter::addBundles(LayoutGraph &input) const
{
    for (const EdgeBundle &bundle : m_bundles) {
        const std::size_t hub = input.nodes.size();
        input.nodes.push_back({svgHubSize, svgHubSize, LayoutGraph::Side::Free});
        for (const std::size_t from : bundle.from)
            input.edges.push_back({from, hub});
        for (const std::size_t to : bundle.to)
            input.edges.push_back({hub, to});
    }
}

void SvgWriter::writeBundles(const GraphLayout &layout)
{
    std::size_t line = m_edges.size();
    std::size_t hub = m_graph.nodes.size();
    for (const EdgeBundle &bundle : m_bundles) {
        for (std::size_t i = 0; i < bundle.from.size() + bundle.to.size(); ++i, ++line) {
            GraphLayout::Edge shared = layout.edges[line];
            // A rule on both sides of the hub is no cycle of its own.
            shared.reversed = false;
            writeEdge({0, 0, bundle.certainty, {}, {}}, shared, Change::Unchanged);
        }
        const LayoutPoint &centre = layout.nodes[hub++].centre;
        m_svg += "<g><title>" + std::to_string(bundle.to.size()) + " rules each read all of " +
                 std::to_string(bundle.from.size()) + " (" + svgEdge(bundle.certainty).label +
                 ")</title>\n<circle cx=\"" + number(centre.x) + "\" cy=\"" + number(centre.y) + "\" r=\"" +
                 number(svgHubSize / 2) + "\" class=\"card\" fill=\"#ffffff\" stroke=\"#9aa4b5\"/></g>\n";
    }
}

std::string SvgWriter::write()
{
    chooseEdges();
    LayoutGraph input;
    for (const GraphNode &node : m_graph.nodes) {
        const int length = std::clamp(cells(codePoints(node.name)), 14, svgMostCharacters);
        const auto side = node.kind == NodeKind::Metric || node.kind == NodeKind::ScrapeJob ? LayoutGraph::Side::First
                          : node.kind == NodeKind::Alerting || node.kind == NodeKind::Dashboard
                              ? LayoutGraph::Side::Last
                              : LayoutGraph::Side::Free;
        input.nodes.push_back({44 + svgCharacterWidth * length, svgCardHeight, side});
    }
    // Cards of one kind line up on both sides.
    for (const NodeKind kind : kinds()) {
        double widest = 0;
        for (std::size_t i = 0; i < input.nodes.size(); ++i)
            widest = std::max(widest, m_graph.nodes[i].kind == kind ? input.nodes[i].width : 0);
        for (std::size_t i = 0; i < input.nodes.size(); ++i)
            input.nodes[i].width = m_graph.nodes[i].kind == kind ? widest : input.nodes[i].width;
    }
    for (const std::size_t edge : m_edges)
        input.edges.push_back({m_graph.edges[edge].from, m_graph.edges[edge].to});
    addBundles(input);
    LayoutOptions options;
    options.aspect = 1.4;
    const GraphLayout layout = *layoutGraph(input, options);

    std::string body;
    m_svg.clear();
    for (std::size_t i = 0; i < m_edges.size(); ++i)
        writeEdge(m_graph.edges[m_edges[i]], layout.edges[i],
                  m_comparison ? m_comparison->edges[m_edges[i]] : Change::Unchanged);
    writeBundles(layout);
    for (std::size_t i = 0; i < m_graph.nodes.size(); ++i)
        writeNode(i, layout.nodes[i].centre, input.nodes[i].width);
    const double legendWidth = writeLegend(layout.height + 36);
    std::swap(body, m_svg);

    const double width = std::max(layout.width, legendWidth) + 2 * svgMargin;
    const double height = layout.height + 36 + 2 * svgMargin;
    std::string dark;
    for (const Change change : {Change::Added, Change::Removed, Change::Rewired, Change::Changed}) {
        if (m_comparison)
            dark += std::string(" .") + svgChange(change).label + " { stroke: " + svgChange(change).dark + " }";
    }
    for (const NodeKind kind : kinds())
        dark += std::string(" .") + svgKind(kind).name + " { fill: " + svgKind(kind).dark + " }";
    m_svg = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" +
            number(width) + "\" height=\"" + number(height) + "\" viewBox=\"" + number(-svgMargin) + " " +
            number(-svgMargin) + " " + number(width) + " " + number(height) +
            "\">\n<style>\n.name { font: 600 12px monospace } .detail { font: 11px sans-serif }\n"
            "@media (prefers-color-scheme: dark) { .paper { fill: #17191e } .card { fill: #1f2228; stroke: #30353f }"
            " .edge { stroke: #5b6474 } .cycle { stroke: #ff7a8a } .name { fill: #e3e6ec } .detail { fill: #98a2b3 }" +
            dark + " }\n</style>\n<rect x=\"" + number(-svgMargin) + "\" y=\"" + number(-svgMargin) + "\" width=\"" +
            number(width) + "\" height=\"" + number(height) + "\" class=\"paper\" fill=\"#f8f9fb\"/>\n" + body +
            "</svg>\n";
    return std::move(m_svg);
}

} // namespace

std::string toSvg(const DependencyGraph &graph)
{
    return SvgWriter(graph).write();
}

std::string toSvg(const GraphComparison &comparison)
{
    return SvgWriter(comparison.graph, &comparison).write();
}

} // namespace rules
