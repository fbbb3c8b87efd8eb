#include "cli/commands.h"
#include "cli/endpointoption.h"
#include "cli/options.h"
#include "cli/promqlcommands.h"
#include "cli/rulefiles.h"

#include "alerting/explanation.h"
#include "backtest/explainedfetch.h"
#include "base/jsonwriter.h"
#include "prometheus/client.h"
#include "prometheus/serverclock.h"
#include "prometheus/serverkind.h"
#include "promql/functions.h"
#include "promql/labelflow.h"
#include "promql/literals.h"
#include "promql/printer.h"
#include "rules/recordedlabels.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <QDateTime>
#include <QEventLoop>

namespace cli {

namespace {

using promql::Expr;
using promql::ExprKind;

const char *kindName(ExprKind kind)
{
    switch (kind) {
    case ExprKind::NumberLiteral:
        return "number";
    case ExprKind::StringLiteral:
        return "string";
    case ExprKind::VectorSelector:
        return "vector selector";
    case ExprKind::MatrixSelector:
        return "range selector";
    case ExprKind::Subquery:
        return "subquery";
    case ExprKind::Call:
        return "call";
    case ExprKind::Aggregation:
        return "aggregation";
    case ExprKind::BinaryExpr:
        return "binary operation";
    case ExprKind::UnaryExpr:
        return "unary operation";
    case ExprKind::ParenExpr:
        return "parentheses";
    case ExprKind::Error:
        break;
    }
    return "error";
}

/// What tells nodes of one kind apart: the operator, the function, the literal.
std::string detailOf(const Expr &expr)
{
    switch (expr.kind) {
    case ExprKind::Call:
        return std::string(static_cast<const promql::Call &>(expr).name.value);
    case ExprKind::Aggregation:
        return std::string(promql::aggregationInfo(static_cast<const promql::Aggregation &>(expr).op).name);
    case ExprKind::BinaryExpr:
        return std::string(promql::operatorText(static_cast<const promql::BinaryExpr &>(expr).op));
    case ExprKind::UnaryExpr:
        return static_cast<const promql::UnaryExpr &>(expr).negative ? "-" : "+";
    case ExprKind::NumberLiteral:
    case ExprKind::StringLiteral:
    case ExprKind::VectorSelector:
    case ExprKind::MatrixSelector:
        return promql::print(&expr);
    default:
        return {};
    }
}

const char *presenceName(promql::LabelPresence presence)
{
    switch (presence) {
    case promql::LabelPresence::Guaranteed:
        return "guaranteed";
    case promql::LabelPresence::Possible:
        return "possible";
    case promql::LabelPresence::Impossible:
        break;
    }
    return "impossible";
}

bool hasLabels(const Expr &expr)
{
    return expr.type == promql::ValueType::InstantVector || expr.type == promql::ValueType::RangeVector;
}

/// What the nodes return at the endpoint; knows nothing without one.
class Values
{
public:
    Values() = default;
    explicit Values(const alerting::Explanation &explanation)
    {
        for (const alerting::ExplainedNode &node : explanation.nodes())
            m_nodes.emplace(node.expr, &node);
    }

    /// Null for what was not asked.
    [[nodiscard]] const alerting::ExplainedNode *of(const Expr &expr) const
    {
        const auto found = m_nodes.find(&expr);
        const bool asked = found != m_nodes.end() && found->second->state != alerting::ExplainedNode::State::NotAsked;
        return asked ? found->second : nullptr;
    }

private:
    std::map<const Expr *, const alerting::ExplainedNode *> m_nodes;
};

/// The recording rules whose expressions are read in the place of this selector.
std::vector<const alerting::ExplainedExpression::Rule *> rulesReadBy(const alerting::ExplainedNode *node)
{
    std::vector<const alerting::ExplainedExpression::Rule *> rules;
    if (const auto *replaced = node ? node->expression->replacementOf(*node->expr) : nullptr) {
        for (const alerting::ExplainedExpression::Rule &rule : replaced->rules)
            rules.push_back(&rule);
    }
    return rules;
}

constexpr std::size_t mostSamples = 5;

std::string labelsText(const alerting::Labels &labels)
{
    std::string text;
    for (const auto &[name, value] : labels)
        text += (text.empty() ? "" : ", ") + (promql::isLegacyLabelName(name) ? name : promql::quote(name)) + '=' +
                promql::quote(value);
    return '{' + text + '}';
}

/// Deeper trees are nothing that anybody reads.
constexpr std::size_t deepestLevel = 1000;

/// Prints one line for each node, indented by depth, its labels below it.
class TextExplainer
{
public:
    TextExplainer(const promql::LabelFlow &flow, const Values &values, std::ostream &out)
        : m_flow(flow), m_values(values), m_out(out)
    {}

    void print(const Expr &expr, std::size_t depth)
    {
        const std::string indent(depth * 2, ' ');
        const std::string detail = detailOf(expr);
        m_out << indent << kindName(expr.kind) << (detail.empty() ? "" : " ") << detail << " : "
              << promql::typeName(expr.type) << " [" << expr.range.start << ", " << expr.range.end << ")\n";
        // Of the labels of other rules the flow does not know.
        if (hasLabels(expr) && m_inRules == 0)
            printLabels(m_flow.of(expr), indent);
        const alerting::ExplainedNode *node = m_values.of(expr);
        if (node)
            printValues(*node, indent);
        if (depth >= deepestLevel) {
            m_out << indent << "  ...\n";
            return;
        }
        ++m_inRules;
        for (const alerting::ExplainedExpression::Rule *rule : rulesReadBy(node)) {
            m_out << indent << "  recording rule " << rule->name << ", read in place:\n";
            print(*rule->expression->tree->root(), depth + 2);
        }
        --m_inRules;
        promql::forEachChild(expr, [&](const Expr &child) { print(child, depth + 1); });
    }

private:
    void printLabels(const promql::LabelSet &labels, const std::string &indent)
    {
        if (labels.never)
            m_out << indent << "  ~ The matchers contradict each other: there can be no series.\n";
        for (const auto &[name, fact] : labels.named)
            printFact(indent, promql::isLegacyLabelName(name) ? name : promql::quote(name), fact);
        printFact(indent, labels.named.empty() ? "any label" : "any other label", labels.others);
    }

    void printValues(const alerting::ExplainedNode &node, const std::string &indent)
    {
        if (node.error) {
            m_out << indent << "  = " << node.error->text.english() << '\n';
            return;
        }
        const auto milliseconds = static_cast<long long>(std::ceil(node.milliseconds));
        if (node.scalar) {
            m_out << indent << "  = " << promql::formatNumber(*node.scalar) << " (" << milliseconds << " ms)\n";
            return;
        }
        const bool range = node.expr->type == promql::ValueType::RangeVector || !node.windows.empty();
        m_out << indent << "  = " << node.seriesCount << " series (" << milliseconds << " ms)\n";
        for (std::size_t i = 0; i < std::min(mostSamples, node.series.size()); ++i) {
            const alerting::Series &series = node.series[i];
            m_out << indent << "    " << labelsText(series.labels) << ' ';
            if (series.samples.empty())
                m_out << "histogram";
            else
                m_out << promql::formatNumber(series.samples.back().value) << (range ? " samples" : "");
            m_out << '\n';
        }
        if (node.seriesCount > mostSamples)
            m_out << indent << "    ...\n";
        for (const base::Text &reason : node.reasons)
            m_out << indent << "  ! " << reason.english() << '\n';
    }

    void printFact(const std::string &indent, const std::string &name, const promql::LabelFact &fact)
    {
        m_out << indent << "  ~ " << name;
        if (fact.value)
            m_out << '=' << promql::quote(*fact.value);
        m_out << ": " << presenceName(fact.presence) << ". " << promql::labelReasonText(fact).english() << '\n';
    }

    const promql::LabelFlow &m_flow;
    const Values &m_values;
    std::ostream &m_out;
    int m_inRules = 0;
};

class JsonExplainer
{
public:
    JsonExplainer(const promql::LabelFlow &flow, const Values &values, base::JsonWriter &json)
        : m_flow(flow), m_values(values), m_json(json)
    {}

    void print(const Expr &expr, std::size_t depth = 0)
    {
        m_json.line().beginObject().key("kind").string(kindName(expr.kind)).key("detail").string(detailOf(expr));
        m_json.key("type").string(promql::typeName(expr.type));
        m_json.key("start").number(expr.range.start).key("end").number(expr.range.end);
        if (hasLabels(expr) && m_inRules == 0)
            printLabels(m_flow.of(expr));
        const alerting::ExplainedNode *node = m_values.of(expr);
        if (node)
            printValues(*node);
        if (const auto rules = rulesReadBy(node); !rules.empty()) {
            ++m_inRules;
            m_json.key("rules").beginArray();
            for (const alerting::ExplainedExpression::Rule *rule : rules) {
                m_json.beginObject().key("name").string(rule->name).key("tree");
                print(*rule->expression->tree->root(), depth + 1);
                m_json.endObject();
            }
            m_json.endArray();
            --m_inRules;
        }
        m_json.key("children").beginArray();
        if (depth < deepestLevel)
            promql::forEachChild(expr, [this, depth](const Expr &child) { print(child, depth + 1); });
        m_json.endArray().endObject();
    }

private:
    void printLabels(const promql::LabelSet &labels)
    {
        m_json.key("never").boolean(labels.never).key("labels").beginObject();
        for (const auto &[name, fact] : labels.named)
            printFact(name, fact);
        m_json.endObject();
        printFact("other_labels", labels.others);
    }

    void printValues(const alerting::ExplainedNode &node)
    {
        m_json.key("result").beginObject();
        if (node.error) {
            m_json.key("error").string(node.error->text.english()).endObject();
            return;
        }
        m_json.key("milliseconds").number(node.milliseconds);
        if (node.scalar)
            m_json.key("value").string(promql::formatNumber(*node.scalar));
        m_json.key("series").number(node.seriesCount).key("label_names").beginArray();
        for (const std::string &name : node.labelNames)
            m_json.string(name);
        m_json.endArray().key("samples").beginArray();
        for (std::size_t i = 0; i < std::min(mostSamples, node.series.size()); ++i) {
            const alerting::Series &series = node.series[i];
            m_json.beginObject().key("labels").beginObject();
            for (const auto &[name, value] : series.labels)
                m_json.key(name).string(value);
            m_json.endObject().key("value");
            if (series.samples.empty())
                m_json.null();
            else
                m_json.string(promql::formatNumber(series.samples.back().value));
            m_json.endObject();
        }
        m_json.endArray().key("turns_empty").boolean(node.turnsEmpty).key("reasons").beginArray();
        for (const base::Text &reason : node.reasons)
            m_json.string(reason.english());
        m_json.endArray().endObject();
    }

    void printFact(const std::string &name, const promql::LabelFact &fact)
    {
        m_json.key(name).beginObject().key("presence").string(presenceName(fact.presence));
        if (fact.value)
            m_json.key("value").string(*fact.value);
        m_json.key("reason").string(promql::labelReasonText(fact).english());
        m_json.key("start").number(fact.place.start).key("end").number(fact.place.end).endObject();
    }

    const promql::LabelFlow &m_flow;
    const Values &m_values;
    base::JsonWriter &m_json;
    int m_inRules = 0;
};

/// Runs the event loop until it is known what the server does not record of the rules.
backtest::ExplanationSource sourceOf(backtest::ExplanationRequest request, prometheus::Client &client)
{
    QEventLoop loop;
    std::optional<backtest::ExplanationSource> source;
    backtest::ExplainedFetch fetch(std::move(request), client);
    fetch.start([&](backtest::ExplanationSource answer) {
        source = std::move(answer);
        loop.quit();
    });
    if (!source)
        loop.exec();
    return std::move(*source);
}

/// Runs the event loop until every part is answered and explained.
void finishExplanation(alerting::Explanation &explanation)
{
    QEventLoop loop;
    explanation.start([](std::size_t) {}, [&loop] { loop.quit(); });
    if (!explanation.isFinished())
        loop.exec();
}

} // namespace

int runExplain(const QStringList &arguments, std::istream & /*in*/, std::ostream &out, std::ostream &err)
{
    static constexpr OptionSpec specs[] = {{"--format", true},   {"--dialect", true}, {"--rules", true, true},
                                           {"--endpoint", true}, endpointOptionSpec,  {"--time", true}};
    const base::Result<Options> options = parseOptions(arguments, specs);
    if (!options)
        return fail(err, "explain", options.error());
    const base::Result<QString> format = choice(*options, "--format", {"text", "json"}, "text");
    if (!format)
        return fail(err, "explain", format.error());
    base::Result<promql::Dialect> dialect = dialectOption(*options);
    if (!dialect)
        return fail(err, "explain", dialect.error());
    if (options->operands.size() != 1)
        return fail(
            err, "explain",
            {base::ErrorKind::Invalid, {TRANSLATABLE("Core", "Give one expression; quote it for the shell."), {}}, {}});
    std::optional<double> time = options->has("--time") ? unixTime(options->value("--time")) : std::optional<double>(0);
    const bool asks = asksEndpoint(*options);
    if (!time || (options->has("--time") && !asks))
        return fail(
            err, "explain",
            {base::ErrorKind::Invalid,
             {TRANSLATABLE("Core", "--time takes Unix seconds or RFC 3339 with a time zone, and needs --endpoint."),
              {}},
             {}});
    std::unique_ptr<prometheus::Client> client;
    if (asks) {
        const auto endpoint = endpointOption(*options);
        if (!endpoint)
            return fail(err, "explain", endpoint.error());
        client = std::make_unique<prometheus::Client>(*endpoint);
        const auto facts = askFacts(*client);
        if (!facts)
            return fail(err, "explain", facts.error());
        dialect = dialectOption(*options, *facts);
        if (!options->has("--time"))
            time = client->serverNow();
        if (facts->clockAheadSeconds != 0)
            err << "rulewright-cli explain: "
                << prometheus::clockText(client->endpoint(), facts->clockAheadSeconds).english() << '\n';
    }
    const auto shared =
        std::make_shared<const promql::Tree>(promql::parse(options->operands.first().toStdString(), *dialect));
    const promql::Tree &tree = *shared;
    const auto documents = requireRuleFiles(options->all("--rules"), "explain", err, *dialect);
    if (!documents)
        return fail(err, "explain", documents.error());
    rules::RecordedLabels recorded(*documents);
    const promql::LabelFlow flow(tree, recorded.resolver());
    std::unique_ptr<alerting::Explanation> explanation;
    Values values;
    if (client && tree.valid()) {
        const backtest::ExplanationSource source = sourceOf({shared, *documents, {}, *time}, *client);
        for (const base::Text &warning : source.warnings)
            err << "rulewright-cli explain: " << warning.english() << '\n';
        if (source.refused)
            err << "rulewright-cli explain: " << source.refused->text.english() << '\n';
        explanation = std::make_unique<alerting::Explanation>(
            source.expression, *time, alerting::MissingSeries::Sources{*client, *client, client->endpoint().url});
        finishExplanation(*explanation);
        const alerting::ExplainedNode &root = explanation->nodes().front();
        if (root.error && root.error->kind != base::ErrorKind::Invalid && root.error->kind != base::ErrorKind::Refused)
            return fail(err, "explain", *root.error);
        if (*time > client->unsettledFrom())
            err << "rulewright-cli explain: " << prometheus::unsettledText().english() << '\n';
        values = Values(*explanation);
    }
    if (*format == "json") {
        base::JsonWriter json;
        json.beginObject().key("valid").boolean(tree.valid()).key("problems").beginArray();
        for (const base::Diagnostic &problem : tree.diagnostics()) {
            json.beginObject().key("check").string(problem.check).key("text").string(problem.text.english());
            json.key("start").number(problem.range.start).key("end").number(problem.range.end).endObject();
        }
        json.endArray().key("tree");
        JsonExplainer(flow, values, json).print(*tree.root());
        json.endObject();
        out << json.text() << '\n';
    } else {
        TextExplainer(flow, values, out).print(*tree.root(), 0);
        for (const base::Diagnostic &problem : tree.diagnostics())
            err << problem.range.start << '-' << problem.range.end << ": " << problem.text.english() << " ["
                << problem.check << "]\n";
    }
    return tree.valid() ? Fine : ProblemsFound;
}

} // namespace cli
