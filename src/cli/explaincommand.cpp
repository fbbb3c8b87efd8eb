#include "cli/commands.h"
#include "cli/options.h"
#include "cli/promqlcommands.h"
#include "cli/rulefiles.h"

#include "base/jsonwriter.h"
#include "promql/functions.h"
#include "promql/labelflow.h"
#include "promql/literals.h"
#include "promql/printer.h"
#include "rules/recordedlabels.h"

#include <iterator>
#include <ostream>
#include <string>

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

/// Deeper trees are nothing that anybody reads.
constexpr std::size_t deepestLevel = 1000;

/// Prints one line for each node, indented by depth, its labels below it.
class TextExplainer
{
public:
    TextExplainer(const promql::LabelFlow &flow, std::ostream &out) : m_flow(flow), m_out(out) {}

    void print(const Expr &expr, std::size_t depth)
    {
        const std::string indent(depth * 2, ' ');
        const std::string detail = detailOf(expr);
        m_out << indent << kindName(expr.kind) << (detail.empty() ? "" : " ") << detail << " : "
              << promql::typeName(expr.type) << " [" << expr.range.start << ", " << expr.range.end << ")\n";
        if (hasLabels(expr))
            printLabels(m_flow.of(expr), indent);
        if (depth < deepestLevel)
            promql::forEachChild(expr, [&](const Expr &child) { print(child, depth + 1); });
        else
            m_out << indent << "  ...\n";
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

    void printFact(const std::string &indent, const std::string &name, const promql::LabelFact &fact)
    {
        m_out << indent << "  ~ " << name;
        if (fact.value)
            m_out << '=' << promql::quote(*fact.value);
        m_out << ": " << presenceName(fact.presence) << ". " << promql::labelReasonText(fact).english() << '\n';
    }

    const promql::LabelFlow &m_flow;
    std::ostream &m_out;
};

class JsonExplainer
{
public:
    JsonExplainer(const promql::LabelFlow &flow, base::JsonWriter &json) : m_flow(flow), m_json(json) {}

    void print(const Expr &expr, std::size_t depth = 0)
    {
        m_json.line().beginObject().key("kind").string(kindName(expr.kind)).key("detail").string(detailOf(expr));
        m_json.key("type").string(promql::typeName(expr.type));
        m_json.key("start").number(expr.range.start).key("end").number(expr.range.end);
        if (hasLabels(expr))
            printLabels(m_flow.of(expr));
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

    void printFact(const std::string &name, const promql::LabelFact &fact)
    {
        m_json.key(name).beginObject().key("presence").string(presenceName(fact.presence));
        if (fact.value)
            m_json.key("value").string(*fact.value);
        m_json.key("reason").string(promql::labelReasonText(fact).english());
        m_json.key("start").number(fact.place.start).key("end").number(fact.place.end).endObject();
    }

    const promql::LabelFlow &m_flow;
    base::JsonWriter &m_json;
};

} // namespace

int runExplain(const QStringList &arguments, std::istream & /*in*/, std::ostream &out, std::ostream &err)
{
    static constexpr OptionSpec specs[] = {{"--format", true}, {"--dialect", true}, {"--rules", true, true}};
    const base::Result<Options> options = parseOptions(arguments, specs);
    if (!options)
        return fail(err, "explain", options.error());
    const base::Result<QString> format = choice(*options, "--format", {"text", "json"}, "text");
    if (!format)
        return fail(err, "explain", format.error());
    const base::Result<promql::Dialect> dialect = dialectOption(*options);
    if (!dialect)
        return fail(err, "explain", dialect.error());
    if (options->operands.size() != 1)
        return fail(
            err, "explain",
            {base::ErrorKind::Invalid, {TRANSLATABLE("Core", "Give one expression; quote it for the shell."), {}}, {}});
    const promql::Tree tree = promql::parse(options->operands.first().toStdString(), *dialect);
    const auto documents = requireRuleFiles(options->all("--rules"), *dialect);
    if (!documents)
        return fail(err, "explain", documents.error());
    rules::RecordedLabels recorded(*documents);
    const promql::LabelFlow flow(tree, recorded.resolver());
    if (*format == "json") {
        base::JsonWriter json;
        json.beginObject().key("valid").boolean(tree.valid()).key("problems").beginArray();
        for (const base::Diagnostic &problem : tree.diagnostics()) {
            json.beginObject().key("check").string(problem.check).key("text").string(problem.text.english());
            json.key("start").number(problem.range.start).key("end").number(problem.range.end).endObject();
        }
        json.endArray().key("tree");
        JsonExplainer(flow, json).print(*tree.root());
        json.endObject();
        out << json.text() << '\n';
    } else {
        TextExplainer(flow, out).print(*tree.root(), 0);
        for (const base::Diagnostic &problem : tree.diagnostics())
            err << problem.range.start << '-' << problem.range.end << ": " << problem.text.english() << " ["
                << problem.check << "]\n";
    }
    return tree.valid() ? Fine : ProblemsFound;
}

} // namespace cli
