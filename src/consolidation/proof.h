#pragma once

#include "alerting/alertstate.h"
#include "base/text.h"

#include <optional>
#include <string>
#include <vector>

namespace consolidation {

using alerting::Milliseconds;

enum class Verdict {
    /// Equal values at every tick, equal conditions, labels and firings.
    Same,
    /// All that there was, and more.
    Wider,
    /// Some of what there was, and nothing else.
    Narrower,
    Different,
    /// Nothing was seen by which it could be told.
    CannotTell,
    /// There was no endpoint to ask.
    Unproved,
};
[[nodiscard]] const char *verdictName(Verdict verdict);

/// `value` with three decimals, small ones with three digits, and with as many more as it takes to be on the same side
/// of `against`.
[[nodiscard]] std::string roundedText(double value, std::optional<double> against = {});

struct Evidence
{
    /// "values", "missing", "extra", "empty", "labels", "condition", "firing", "failed", "structure", …
    std::string kind;
    std::string before;
    std::string after;
    std::optional<Milliseconds> from;
    std::optional<Milliseconds> to;
    base::Text text;
};

struct Proof
{
    Verdict verdict = Verdict::Unproved;
    /// "fired", "values" or "structure".
    const char *strength = "structure";
    std::optional<std::size_t> firedBefore;
    std::optional<std::size_t> firedAfter;
    /// Share of the ticks at which the old rules had data, over all of them.
    std::optional<double> coverage;
    /// The value nearest to firing, and what it is compared with.
    std::optional<double> nearest;
    std::optional<double> threshold;
    /// The threshold is undercut, not exceeded.
    bool downwards = false;
    std::size_t ticks = 0;
    std::vector<Evidence> evidence;
    /// Firing bands of the old and new alerts, for a picture.
    std::vector<alerting::AlertHistory> before;
    std::vector<alerting::AlertHistory> after;
    /// Each old identity with the new one that took its place, `alertname` included.
    struct Identity
    {
        /// Index into the old rules.
        std::size_t rule = 0;
        alerting::Labels before;
        alerting::Labels after;
    };
    std::vector<Identity> identities;
    /// The alerts that the old and the new rules can have over the range: labels of all that is compared.
    std::vector<alerting::Labels> watchedBefore;
    std::vector<alerting::Labels> watchedAfter;
    /// Who is watched now and was not, and the other way round, as people call them: the value that tells them apart.
    std::vector<std::string> included;
    std::vector<std::string> lost;
    /// Firings of those that are lost, and of others that are gone.
    std::size_t lostFirings = 0;
    /// Old rules without any data; the new rule had none either.
    std::vector<std::string> silent;
    /// Names of labels that alerts get with the takeover, and alerts that get another name ("Old → New"). Where they
    /// tell copies apart, or copies under several names become one alert, this does not speak against the same; that a
    /// lone alert, or copies that had one name, get another label or name does.
    std::vector<std::string> gained;
    std::vector<std::string> renamed;
    /// Rules whose expression the endpoint refuses to evaluate.
    std::vector<std::string> refused;
    bool nothingNew = false;
    /// The sides of an old condition never meet in the range.
    bool apart = false;
    /// There is no proposal.
    bool nothingProposed = false;
    /// Something that is compared (also the numerator or the denominator of a ratio) has one and the same value all the
    /// time, in all series.
    bool unvarying = false;
    /// A part of what an old rule compares had no data.
    bool unseen = false;
    /// Why equal values are no evidence here.
    enum class Doubt {
        None,
        /// The change is meant to differ, and nothing shows it.
        Meant,
        /// The rules compute something else, which the values of the range do not show.
        Form,
        /// The range was not asked for: it is too long
        Range
    } doubt = Doubt::None;

    /// The verdict and what stands behind it, in one sentence.
    [[nodiscard]] base::Text sentence() const;
    /// What somebody has to know beside a verdict of same, wider, narrower or different: new labels and names of the
    /// alerts. Empty where there are none.
    [[nodiscard]] base::Text remark() const;
};

/// How far the nearest value is from firing, as a share of the threshold; negative beyond it. Both have to be known.
[[nodiscard]] double distanceToFiring(const Proof &proof);

/// What is left of a proof when the change is meant to differ: equal values over the range say nothing then.
[[nodiscard]] Proof asMeantToDiffer(Proof proof, Milliseconds from, Milliseconds to);

/// Of all takeovers of one family.
[[nodiscard]] Proof joined(std::vector<Proof> proofs);

} // namespace consolidation
