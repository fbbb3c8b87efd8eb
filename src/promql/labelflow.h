#pragma once

#include "base/text.h"
#include "promql/parser.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// Which labels the series of an expression have: for every node and label whether it is there, and why.
namespace promql {

enum class LabelPresence { Impossible, Possible, Guaranteed };

/// What decided about a label, last of all.
enum class LabelReason {
    /// Nothing did: it is whatever the selected series have.
    Series,
    Matcher,
    Rule,
    Aggregation,
    Matching,
    Included,
    NotIncluded,
    NameDropped,
    LabelReplace,
    LabelJoin,
    CountValues,
    Absent,
    NoSeries,
    SetOperator,
    Histogram,
    Info,
    Fill,
};

struct LabelFact
{
    LabelPresence presence = LabelPresence::Possible;
    LabelReason reason = LabelReason::Series;
    /// Bytes of the matcher, label or node that decided; empty for Series.
    base::ByteRange place;
    /// The only value it can have, where that is known.
    std::optional<std::string> value;
    /// The selectors that the value comes from unchanged; several for operators that join or unite.
    std::vector<const VectorSelector *> sources;
};

/// The labels of an instant or range vector. A label without a fact of its own is like `others`.
struct LabelSet
{
    std::map<std::string, LabelFact, std::less<>> named;
    LabelFact others;
    /// The matchers contradict what is known: there can be no series.
    bool never = false;

    [[nodiscard]] const LabelFact &of(std::string_view label) const;
};

/// The labels of the series that a selector reads before its matchers apply, when it reads recording rules; nothing
/// when it does not, or nobody knows.
using RecordedLabels = std::function<std::optional<LabelSet>(const VectorSelector &selector)>;

class LabelFlow
{
public:
    /// The tree must outlive the flow. Of a tree of more than 5 000 nodes nothing is known: every label is possible.
    explicit LabelFlow(const Tree &tree, const RecordedLabels &recorded = {});

    /// Of any node of the tree. Scalars and strings have no labels: everything is impossible.
    [[nodiscard]] const LabelSet &of(const Expr &expr) const;

private:
    std::unordered_map<const Expr *, LabelSet> m_sets;
};

/// Why a label is (not) there, as a sentence: "by (job) keeps it", "rate() drops the metric name".
[[nodiscard]] base::Text labelReasonText(const LabelFact &fact);

} // namespace promql
