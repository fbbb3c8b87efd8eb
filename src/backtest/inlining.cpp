#include "backtest/inlining.h"

#include "backtest/recordedlabels.h"
#include "backtest/timeshift.h"
#include "base/textedit.h"
#include "promql/literals.h"
#include "promql/printer.h"
#include "rules/selectors.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace backtest {

namespace {

/// Tells the parts of a union apart, so that parts that differ in the name only are all kept.
constexpr std::string_view partTag = "__rw_part";
constexpr std::string_view nameLabel = "__name__";

base::Error inlineRefusal(const char *text, std::vector<std::string> arguments)
{
    return {base::ErrorKind::Unsupported, {text, std::move(arguments)}, {}};
}

/// One selector, with or without a range, and how it is read.
struct Reading
{
    const promql::VectorSelector *selector = nullptr;
    const promql::MatrixSelector *matrix = nullptr;
    /// Within a subquery, so not at the reader's own ticks.
    const promql::Subquery *subquery = nullptr;
    /// The function it is the argument of, parentheses apart.
    const promql::Call *call = nullptr;
    std::vector<rules::NameTest> names;
    std::vector<promql::LabelMatcher> matchers;

    [[nodiscard]] const promql::Expr &node() const
    {
        return matrix ? static_cast<const promql::Expr &>(*matrix) : *selector;
    }
    [[nodiscard]] const promql::Modifiers &modifiers() const
    {
        return matrix ? matrix->modifiers : selector->modifiers;
    }
    [[nodiscard]] bool exactName() const
    {
        return std::ranges::any_of(names, [](const auto &test) { return test.op() == promql::MatchOp::Equal; });
    }
    [[nodiscard]] bool readsName(std::string_view name) const
    {
        return std::ranges::all_of(names, [name](const auto &test) { return test.matches(name); });
    }
};

Reading readingOf(const promql::VectorSelector &selector)
{
    Reading reading;
    reading.selector = &selector;
    if (!selector.metric.value.empty())
        reading.names.emplace_back(promql::MatchOp::Equal, std::string(nameLabel), std::string(selector.metric.value));
    for (const promql::LabelMatcher &matcher : selector.matchers) {
        if (matcher.name == nameLabel)
            reading.names.emplace_back(matcher);
        else
            reading.matchers.push_back(matcher);
    }
    return reading;
}

std::string regexQuoted(std::string_view text)
{
    std::string quoted;
    for (const char c : text) {
        if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos)
            quoted += '\\';
        quoted += c;
    }
    return quoted;
}

class Inliner
{
public:
    explicit Inliner(const InlineContext &context) : m_context(context) {}

    base::Result<Inlining> run(const promql::Tree &tree)
    {
        Scope scope{tree, m_context.reader, true, {}};
        visit(*tree.root(), scope, nullptr, nullptr);
        if (m_error)
            return *m_error;
        std::ranges::stable_sort(scope.edits, {}, [](const base::TextEdit &edit) { return edit.range.start; });
        std::size_t own = 0;
        const auto keep = [&](std::size_t end) {
            if (end > own) {
                const std::size_t at = m_result.expr.size();
                m_result.expr += tree.text().substr(own, end - own);
                m_result.segments.push_back({{at, m_result.expr.size()}, {own, end}, true});
            }
        };
        for (const base::TextEdit &edit : scope.edits) {
            keep(edit.range.start);
            const std::size_t at = m_result.expr.size();
            m_result.expr += edit.text;
            m_result.segments.push_back({{at, m_result.expr.size()}, edit.range, false});
            own = edit.range.end;
        }
        keep(tree.text().size());
        return std::move(m_result);
    }

private:
    struct Scope
    {
        const promql::Tree &tree;
        const std::optional<rules::RuleRef> &reader;
        /// The expression that was given, not one of a rule.
        bool own = false;
        base::TextEdits edits;
    };

    void fail(base::Error error)
    {
        if (!m_error)
            m_error = std::move(error);
    }

    void approximate(const char *text, std::vector<std::string> arguments)
    {
        m_result.exact = false;
        const base::Text warning(text, std::move(arguments));
        if (std::ranges::find(m_result.warnings, warning) == m_result.warnings.end())
            m_result.warnings.push_back(warning);
    }

    void visit(const promql::Expr &expr, Scope &scope, const promql::Subquery *subquery, const promql::Call *call)
    {
        if (m_error)
            return;
        if (const auto *selector = promql::as<promql::VectorSelector>(&expr)) {
            Reading reading = readingOf(*selector);
            reading.subquery = subquery;
            reading.call = call;
            replace(reading, scope);
            return;
        }
        if (const auto *matrix = promql::as<promql::MatrixSelector>(&expr)) {
            Reading reading = readingOf(*matrix->selector);
            reading.matrix = matrix;
            reading.subquery = subquery;
            reading.call = call;
            replace(reading, scope);
            return;
        }
        const auto *inner = promql::as<promql::Subquery>(&expr);
        const auto *inCall = promql::as<promql::Call>(&expr);
        const bool transparent = expr.kind == promql::ExprKind::ParenExpr;
        std::size_t argument = 0;
        promql::forEachChild(expr, [&](const promql::Expr &child) {
            // The second argument of info() is a set of matchers, not something that is read.
            const bool dataLabels = inCall && inCall->name.value == "info" && argument++ == 1;
            if (!dataLabels)
                visit(child, scope, inner ? inner : subquery, transparent ? call : inCall);
        });
    }

    void replace(const Reading &reading, Scope &scope)
    {
        if (reading.names.empty()) {
            noteNameless(reading);
            return;
        }
        std::vector<std::size_t> inlined;
        std::vector<std::size_t> read;
        bool residual = !reading.exactName();
        for (std::size_t i = 0; i < m_context.rules.size(); ++i) {
            const InlineCandidate &candidate = m_context.rules[i];
            if (!reading.readsName(candidate.rule.name))
                continue;
            if (!candidate.reason) {
                residual = true;
                continue;
            }
            inlined.push_back(i);
            if (matched({}, reading.matchers, candidate.rule))
                read.push_back(i);
        }
        if (inlined.empty() || !judge(reading, scope, read))
            return;
        std::string text;
        if (read.empty())
            text = nothing(reading, scope, inlined, residual);
        else
            text = unionOf(reading, scope, inlined, read, residual);
        if (text.empty() || m_error)
            return;
        for (const std::size_t rule : read)
            note(rule, scope.own ? std::optional(reading.node().range) : std::nullopt);
        if (reading.call && reading.call->name.value.starts_with("absent"))
            nameAbsent(reading, scope);
        if (reading.call && reading.call->name.value == "predict_linear")
            movePrediction(reading, scope, read.empty() ? inlined : read);
        scope.edits.push_back({reading.node().range, std::move(text)});
    }

    /// A selector without a name may read any recording rule; only that can be said.
    void noteNameless(const Reading &reading)
    {
        for (const InlineCandidate &candidate : m_context.rules) {
            if (candidate.reason && matched({}, reading.matchers, candidate.rule)) {
                approximate(TRANSLATABLE("Core", "%1 names no metric: what %2 would record is missing from it."),
                            {promql::print(reading.selector), candidate.rule.name});
                return;
            }
        }
    }

    bool judge(const Reading &reading, const Scope &scope, const std::vector<std::size_t> &read)
    {
        if (read.empty())
            return true;
        const std::string name = m_context.rules[read.front()].rule.name;
        if (reading.call && readsClock(*reading.call))
            fail(inlineRefusal(TRANSLATABLE("Core", "%1() reads when %2 was recorded, which it has not been."),
                               {std::string(reading.call->name.value), name}));
        if (reading.modifiers().anchored || reading.modifiers().smoothed)
            fail(inlineRefusal(TRANSLATABLE("Core",
                                            "%1 is read with `anchored` or `smoothed`, which only recorded series "
                                            "can be."),
                               {name}));
        for (const std::size_t rule : read) {
            const InlineCandidate &candidate = m_context.rules[rule];
            if (scope.reader && candidate.rule.ref == *scope.reader)
                fail(inlineRefusal(TRANSLATABLE("Core",
                                                "The recording rule %1 reads itself: what it records depends on what "
                                                "it recorded before."),
                                   {candidate.rule.name}));
            if (candidate.rule.tree->valid() &&
                readsAhead(*candidate.rule.tree->root(), candidate.rule.timing.queryOffset))
                approximate(TRANSLATABLE("Core", "%1 reads ahead of its evaluation (a negative offset, or `smoothed`): "
                                                 "when it is recorded, what it reads has not happened yet."),
                            {candidate.rule.name});
            if (candidate.alsoScraped)
                approximate(TRANSLATABLE("Core", "The endpoint has series named %1 that no loaded rule records; only "
                                                 "those that the rule would record are read."),
                            {candidate.rule.name});
        }
        return !m_error;
    }

    /// No series of a rule can match. Series that are recorded at the endpoint by an older version might.
    std::string nothing(const Reading &reading, const Scope &scope, const std::vector<std::size_t> &inlined,
                        bool residual)
    {
        const bool recorded = std::ranges::any_of(inlined, [this](std::size_t rule) {
            return m_context.rules[rule].reason == InlineReason::OtherExpression;
        });
        if (!recorded || residual)
            return {};
        for (const std::size_t rule : inlined)
            note(rule, scope.own ? std::optional(reading.node().range) : std::nullopt);
        const std::string empty = "(vector(1) unless vector(1))";
        if (!reading.matrix)
            return empty;
        const std::optional<Milliseconds> window = constantDuration(reading.matrix->window);
        const std::string width = promql::formatDuration(static_cast<double>(window.value_or(60000)) / 1000);
        return empty + "[" + width + ":" + width + "]";
    }

    void note(std::size_t rule, std::optional<base::ByteRange> selector)
    {
        auto at = std::ranges::find(m_result.inlined, rule, &InlinedRule::rule);
        if (at == m_result.inlined.end()) {
            m_result.inlined.push_back({rule, *m_context.rules[rule].reason, {}});
            at = m_result.inlined.end() - 1;
        }
        if (selector)
            at->selectors.push_back(*selector);
    }

    std::string unionOf(const Reading &reading, const Scope &scope, const std::vector<std::size_t> &inlined,
                        const std::vector<std::size_t> &read, bool residual)
    {
        if (read.size() == 1 && !residual) {
            const std::optional<std::string> values = valuesOf(read.front(), reading);
            return values ? at(*values, read.front(), reading, scope) : std::string();
        }
        if (!reading.exactName())
            return unionOfNames(reading, scope, inlined, read, residual);
        noteOverlap(read, residual, reading);
        return join(reading, scope, read, residual ? textOf(scope, reading.node().range) : std::string(), false);
    }

    /// Several names: `or` compares labels without the name, so each part is tagged first.
    std::string unionOfNames(const Reading &reading, const Scope &scope, const std::vector<std::size_t> &inlined,
                             const std::vector<std::size_t> &read, bool residual)
    {
        std::string others;
        if (residual) {
            std::string names;
            for (const std::size_t rule : inlined) {
                if (names.find(regexQuoted(m_context.rules[rule].rule.name)) == std::string::npos)
                    names += (names.empty() ? "" : "|") + regexQuoted(m_context.rules[rule].rule.name);
            }
            others = textOf(scope, reading.node().range);
            others.insert(others.find('{') + 1, std::string(nameLabel) + "!~" + promql::quote(names) + ", ");
        }
        return join(reading, scope, read, others, true);
    }

    std::string join(const Reading &reading, const Scope &scope, const std::vector<std::size_t> &read,
                     const std::string &others, bool tagged)
    {
        std::size_t part = 0;
        std::string text;
        const auto add = [&](const std::string &values) {
            if (!text.empty())
                text += " or ";
            text += tagged ? withLabel(values, partTag, std::to_string(part++)) : values;
        };
        const auto close = [&] { return tagged ? withLabel(text, partTag, "") : "(" + text + ")"; };
        if (!reading.matrix) {
            for (const std::size_t rule : read) {
                if (const std::optional<std::string> values = valuesOf(rule, reading))
                    add(at(*values, rule, reading, scope));
            }
            if (!others.empty())
                add(others);
            return close();
        }
        // One subquery has one grid.
        const GroupTiming &timing = m_context.rules[read.front()].rule.timing;
        const bool same = std::ranges::all_of(read, [&](std::size_t rule) {
            const RecordingRule &other = m_context.rules[rule].rule;
            return other.timing == timing &&
                   isLater(other, scope) == isLater(m_context.rules[read.front()].rule, scope);
        });
        if (!same || !others.empty()) {
            fail(inlineRefusal(TRANSLATABLE("Core",
                                            "%1 reads a range of series that are recorded at different times, or "
                                            "partly at the endpoint; they cannot be put into one range."),
                               {promql::print(reading.selector)}));
            return {};
        }
        for (const std::size_t rule : read) {
            if (const std::optional<std::string> values = valuesOf(rule, reading))
                add(*values);
        }
        return at(close(), read.front(), reading, scope);
    }

    void noteOverlap(const std::vector<std::size_t> &read, bool residual, const Reading &reading)
    {
        bool disjoint = true;
        for (std::size_t i = 0; i < read.size(); ++i) {
            for (std::size_t j = i + 1; j < read.size(); ++j)
                disjoint = disjoint && keptApart(m_context.rules[read[i]].rule, m_context.rules[read[j]].rule);
            for (const InlineCandidate &candidate : m_context.rules) {
                if (residual && !candidate.reason && reading.readsName(candidate.rule.name))
                    disjoint = disjoint && keptApart(m_context.rules[read[i]].rule, candidate.rule);
            }
            // What an older version of the rule recorded cannot be told from what another rule of the name records.
            disjoint = disjoint && !(residual && m_context.rules[read[i]].reason != InlineReason::NotLoaded);
        }
        if (!disjoint)
            approximate(TRANSLATABLE("Core", "Several recording rules are named %1, and nothing says that their series "
                                             "have different labels."),
                        {m_context.rules[read.front()].rule.name});
    }

    /// Labels of the rules that are set to different values.
    static bool keptApart(const RecordingRule &a, const RecordingRule &b)
    {
        return std::ranges::any_of(a.labels, [&b](const auto &label) {
            const auto other = std::ranges::find(b.labels, label.first, &alerting::Labels::value_type::first);
            return other != b.labels.end() && other->second != label.second;
        });
    }

    /// What the rule records at its own tick, and the reading's matchers leave of it.
    std::optional<std::string> valuesOf(std::size_t rule, const Reading &reading)
    {
        if (!m_recorded.contains(rule))
            m_recorded[rule] = recorded(rule);
        return matched(m_recorded[rule], reading.matchers, m_context.rules[rule].rule);
    }

    std::string recorded(std::size_t rule)
    {
        const RecordingRule &recording = m_context.rules[rule].rule;
        if (!recording.tree->valid()) {
            fail(inlineRefusal(
                TRANSLATABLE("Core", "The recording rule %1 is not loaded, and its expression has errors."),
                {recording.name}));
            return {};
        }
        if (recording.tree->root()->type != promql::ValueType::Scalar &&
            recording.tree->root()->type != promql::ValueType::InstantVector) {
            fail(inlineRefusal(
                TRANSLATABLE("Core", "The recording rule %1 is no instant vector and cannot be recorded."),
                {recording.name}));
            return {};
        }
        if (std::ranges::find(m_stack, rule) != m_stack.end()) {
            fail(inlineRefusal(TRANSLATABLE("Core",
                                            "The recording rules %1 and %2 read each other: what they record depends "
                                            "on what they recorded before."),
                               {recording.name, m_context.rules[m_stack.back()].rule.name}));
            return {};
        }
        m_stack.push_back(rule);
        // Without comments, which would swallow what comes behind them.
        const promql::Tree tree = promql::parse(promql::print(recording.tree->root()), recording.tree->dialect());
        const std::optional<rules::RuleRef> reader = recording.ref;
        Scope scope{tree, reader, false, {}};
        visit(*tree.root(), scope, nullptr, nullptr);
        m_stack.pop_back();
        if (m_error)
            return {};
        const base::Result<std::string> text = base::applyEdits(tree.text(), std::move(scope.edits));
        if (!text) {
            fail(text.error());
            return {};
        }
        return withRecordedLabels(*text, tree.root()->type == promql::ValueType::Scalar, recording);
    }

    static bool isEarlier(const RecordingRule &rule, const Scope &scope)
    {
        return scope.reader && sameGroup(rule.ref, *scope.reader) && rule.ref.index < scope.reader->index;
    }
    static bool isLater(const RecordingRule &rule, const Scope &scope)
    {
        return scope.reader && sameGroup(rule.ref, *scope.reader) && rule.ref.index > scope.reader->index;
    }

    /// `values`, what the rule records, read the way the selector reads its series.
    std::string at(const std::string &values, std::size_t index, const Reading &reading, const Scope &scope)
    {
        const RecordingRule &rule = m_context.rules[index].rule;
        const promql::Modifiers &modifiers = reading.modifiers();
        const std::optional<Milliseconds> offset =
            modifiers.offset ? constantDuration(modifiers.offset) : std::optional<Milliseconds>(0);
        const std::optional<Milliseconds> window =
            reading.matrix ? constantDuration(reading.matrix->window) : std::optional<Milliseconds>(0);
        if (!offset || !window) {
            fail(inlineRefusal(TRANSLATABLE("Core", "%1 is not recorded, and the durations of %2 are not constant."),
                               {rule.name, promql::print(&reading.node())}));
            return {};
        }
        if (isEarlier(rule, scope) && !reading.matrix && !reading.subquery && *offset == 0 &&
            modifiers.at == promql::AtKind::None)
            return values;
        const Milliseconds interval = std::max<Milliseconds>(1, rule.timing.interval);
        const Milliseconds phase = ((phaseOf(rule, scope) - rule.timing.queryOffset) % interval + interval) % interval;
        const base::Result<std::string> moved = shiftedInTime(promql::parse(values, rule.tree->dialect()), phase);
        if (!moved) {
            fail({moved.error().kind,
                  {TRANSLATABLE("Core", "%1 is not recorded and cannot be put in place of its series: %2"),
                   {rule.name, moved.error().text.english()}},
                  {}});
            return {};
        }
        // A later rule of the group has not been evaluated yet at the reader's tick.
        const bool later = isLater(rule, scope) && modifiers.at == promql::AtKind::None;
        if (later && reading.subquery)
            noteLaterInSubquery(rule, phase, *reading.subquery);
        const Milliseconds lag = later && !reading.subquery ? 1 : 0;
        const auto text = [](Milliseconds duration) {
            return promql::formatDuration(static_cast<double>(std::max<Milliseconds>(1, duration)) / 1000);
        };
        const std::string grid = ":" + text(interval) + "]";
        const std::string where = atText(modifiers, scope) + offsetText(phase + *offset + lag);
        // The later rule's window keeps its beginning, so that a sample there is not read twice.
        if (reading.matrix)
            return "(" + *moved + ")[" + text(*window - lag) + grid + where;
        const Milliseconds one = m_context.majorVersion >= 3 ? interval : interval - 1;
        return "last_over_time((" + *moved + ")[" + text(std::min(one, m_context.lookback)) + grid + where + ")";
    }

    Milliseconds phaseOf(const RecordingRule &rule, const Scope &scope)
    {
        if (!rule.timing.phase) {
            approximate(TRANSLATABLE("Core",
                                     "It is not known when %1 would be evaluated within its interval of %2; its "
                                     "values are up to one interval off."),
                        {rule.name, promql::formatDuration(static_cast<double>(rule.timing.interval) / 1000)});
            return 0;
        }
        const std::optional<GroupTiming> &reader = m_context.readerTiming;
        if (scope.own && reader && reader->phase && m_context.reader && !sameGroup(rule.ref, *m_context.reader)) {
            const Milliseconds common = std::gcd(reader->interval, rule.timing.interval);
            if (common > 0 && (*reader->phase - *rule.timing.phase) % common == 0)
                approximate(TRANSLATABLE("Core", "%1 is evaluated at the same instants as the rule that reads it, in "
                                                 "another group: which comes first is chance."),
                            {rule.name});
        }
        return *rule.timing.phase;
    }

    void noteLaterInSubquery(const RecordingRule &rule, Milliseconds phase, const promql::Subquery &subquery)
    {
        const Milliseconds step = constantDuration(subquery.step).value_or(1);
        if (phase % std::gcd(std::max<Milliseconds>(1, step), rule.timing.interval) == 0)
            approximate(TRANSLATABLE("Core", "%1 is read in a subquery before it is recorded at the same instant; its "
                                             "newest value is one interval off."),
                        {rule.name});
    }

    static std::string textOf(const Scope &scope, base::ByteRange range)
    {
        return std::string(scope.tree.text().substr(range.start, range.size()));
    }

    static std::string atText(const promql::Modifiers &modifiers, const Scope &scope)
    {
        return modifiers.at == promql::AtKind::None ? std::string() : " " + textOf(scope, modifiers.atRange);
    }

    void nameAbsent(const Reading &reading, Scope &scope)
    {
        const std::string marked = withAbsentLabels("\x01", reading.matchers);
        const std::size_t hole = marked.find('\x01');
        const base::ByteRange call = reading.call->range;
        if (marked.size() > 1) {
            scope.edits.push_back({{call.start, call.start}, marked.substr(0, hole)});
            scope.edits.push_back({{call.end, call.end}, marked.substr(hole + 1)});
        }
    }

    /// The samples of a subquery stand on its grid, a phase before they would be recorded.
    void movePrediction(const Reading &reading, Scope &scope, const std::vector<std::size_t> &read)
    {
        const RecordingRule &rule = m_context.rules[read.front()].rule;
        const Milliseconds interval = std::max<Milliseconds>(1, rule.timing.interval);
        const Milliseconds phase = ((phaseOf(rule, scope) - rule.timing.queryOffset) % interval + interval) % interval;
        if (!reading.matrix || phase == 0 || reading.call->arguments.size() != 2)
            return;
        const base::ByteRange argument = reading.call->arguments[1]->range;
        scope.edits.push_back({{argument.start, argument.start}, "("});
        scope.edits.push_back(
            {{argument.end, argument.end}, ") - " + promql::formatNumber(static_cast<double>(phase) / 1000)});
    }

    const InlineContext &m_context;
    Inlining m_result;
    std::map<std::size_t, std::string> m_recorded;
    /// Rules whose expressions are being read.
    std::vector<std::size_t> m_stack;
    std::optional<base::Error> m_error;
};

} // namespace

base::ByteRange Inlining::ownRange(std::size_t offset) const
{
    for (const Segment &segment : segments) {
        if (offset < segment.sent.end || &segment == &segments.back()) {
            if (!segment.verbatim)
                return segment.own;
            const std::size_t at = std::min(segment.own.start + (offset - segment.sent.start), segment.own.end);
            return {at, at};
        }
    }
    return {};
}

base::Result<Inlining> inlineRules(const promql::Tree &tree, const InlineContext &context)
{
    return Inliner(context).run(tree);
}

} // namespace backtest
