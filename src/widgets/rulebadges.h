#pragma once

#include "rules/graphcomparison.h"
#include "widgets/dependencyview.h"

#include <QCoreApplication>
#include <QString>

#include <map>
#include <string>

/// What the list of rules says of a rule beside its name, from what an endpoint knows of it. Thread: any; translated.
namespace widgets {

struct RuleBadge
{
    Q_DECLARE_TR_FUNCTIONS(RuleBadge)

public:
    enum class Tone { Muted, Warning, Critical };

    /// A word or two.
    QString text;
    /// The whole sentence.
    QString explanation;
    Tone tone = Tone::Muted;

    friend bool operator==(const RuleBadge &, const RuleBadge &) = default;
};

/// By RuleRef::id(). Rules that are loaded, inactive and read series that exist have none, as have those of which the
/// endpoint said nothing. A name that is read only inside absent() or absent_over_time() is meant to have no series.
using RuleBadges = std::map<std::string, RuleBadge>;
[[nodiscard]] RuleBadges ruleBadges(const rules::DependencyGraph &graph, rules::RuleSet documents,
                                    const NodeStates &states, const QString &endpoint);

} // namespace widgets
