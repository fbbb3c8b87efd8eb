#include "consolidation/proof.h"

#include "promql/literals.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

namespace consolidation {

namespace {

/// With a comma between thousands.
std::string countText(std::size_t number)
{
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3; at -= 3)
        text.insert(at - 3, ",");
    return text;
}

std::string listOf(const std::vector<std::string> &names)
{
    constexpr std::size_t most = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(most, names.size()); ++i)
        text += (i > 0 ? ", " : "") + names[i];
    return names.size() > most ? text + ", …" : text;
}

void append(std::vector<std::string> &all, std::vector<std::string> more)
{
    for (std::string &each : more) {
        if (std::ranges::find(all, each) == all.end())
            all.push_back(std::move(each));
    }
}

} // namespace

std::string roundedText(double value, std::optional<double> against)
{
    if (!std::isfinite(value) || value == 0)
        return promql::formatNumber(value);
    const int most = std::numeric_limits<double>::digits10;
    const int integers = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
    for (int decimals = 3 - std::min(integers, 0); decimals + integers < most; ++decimals) {
        const double scale = std::pow(10, decimals);
        const double rounded = std::round(value * scale) / scale;
        if (!against || ((rounded < *against) == (value < *against) && (rounded > *against) == (value > *against)))
            return promql::formatNumber(rounded);
    }
    return promql::formatNumber(value);
}

const char *verdictName(Verdict verdict)
{
    constexpr const char *names[] = {"same", "wider", "narrower", "different", "cannot tell", "unproved"};
    return names[static_cast<int>(verdict)];
}

double distanceToFiring(const Proof &proof)
{
    const double gap = proof.downwards ? *proof.nearest - *proof.threshold : *proof.threshold - *proof.nearest;
    return *proof.threshold == 0 ? gap : gap / std::abs(*proof.threshold);
}

Proof asMeantToDiffer(Proof proof, Milliseconds from, Milliseconds to)
{
    if (proof.verdict != Verdict::Same)
        return proof;
    proof.doubt = Proof::Doubt::Meant;
    proof.verdict = Verdict::CannotTell;
    proof.strength = "structure";
    proof.evidence.push_back({"meant",
                              {},
                              {},
                              from,
                              to,
                              {TRANSLATABLE("Core", "The change is meant to differ: mark incidents to see which of "
                                                    "the two catches them."),
                               {}}});
    return proof;
}

Proof joined(std::vector<Proof> proofs)
{
    if (proofs.empty())
        return {};
    Proof all = std::move(proofs.front());
    const std::string weakest = [&] {
        for (const char *strength : {"structure", "values"}) {
            if (all.strength == std::string_view(strength) || std::ranges::any_of(proofs, [&](const Proof &each) {
                    return each.strength == std::string_view(strength);
                }))
                return std::string(strength);
        }
        return std::string("fired");
    }();
    const Verdict first = all.verdict;
    const auto has = [&](Verdict verdict) {
        return first == verdict || std::any_of(proofs.begin() + 1, proofs.end(),
                                               [&](const Proof &each) { return each.verdict == verdict; });
    };
    if (has(Verdict::Different) || (has(Verdict::Wider) && has(Verdict::Narrower)))
        all.verdict = Verdict::Different;
    else if (has(Verdict::Unproved))
        all.verdict = Verdict::Unproved;
    else if (has(Verdict::CannotTell))
        all.verdict = Verdict::CannotTell;
    else if (has(Verdict::Wider) || has(Verdict::Narrower))
        all.verdict = has(Verdict::Wider) ? Verdict::Wider : Verdict::Narrower;
    // One that fired speaks for a change that is the same in all its parts.
    const bool fired = all.strength == std::string_view("fired") || std::ranges::any_of(proofs, [](const Proof &each) {
                           return each.strength == std::string_view("fired");
                       });
    all.strength = weakest == "structure"                                          ? "structure"
                   : weakest == "fired" || (all.verdict == Verdict::Same && fired) ? "fired"
                                                                                   : "values";
    for (std::size_t i = 1; i < proofs.size(); ++i) {
        Proof &more = proofs[i];
        if (all.firedBefore && more.firedBefore)
            *all.firedBefore += *more.firedBefore;
        if (all.firedAfter && more.firedAfter)
            *all.firedAfter += *more.firedAfter;
        if (all.coverage && more.coverage)
            all.coverage = std::min(*all.coverage, *more.coverage);
        std::ranges::move(more.evidence, std::back_inserter(all.evidence));
        if (more.nearest && more.threshold &&
            (!all.nearest || !all.threshold || distanceToFiring(more) < distanceToFiring(all))) {
            all.nearest = more.nearest;
            all.threshold = more.threshold;
            all.downwards = more.downwards;
        }
        append(all.included, std::move(more.included));
        append(all.lost, std::move(more.lost));
        append(all.silent, std::move(more.silent));
        append(all.refused, std::move(more.refused));
        append(all.gained, std::move(more.gained));
        append(all.renamed, std::move(more.renamed));
        all.lostFirings += more.lostFirings;
        all.apart = all.apart || more.apart;
        all.nothingNew = all.nothingNew && more.nothingNew;
        all.unvarying = all.unvarying || more.unvarying;
        if (all.doubt == Proof::Doubt::None)
            all.doubt = more.doubt;
        std::ranges::move(more.identities, std::back_inserter(all.identities));
        std::ranges::move(more.watchedBefore, std::back_inserter(all.watchedBefore));
        std::ranges::move(more.watchedAfter, std::back_inserter(all.watchedAfter));
        std::ranges::move(more.before, std::back_inserter(all.before));
        std::ranges::move(more.after, std::back_inserter(all.after));
    }
    return all;
}

base::Text Proof::sentence() const
{
    const bool failed = std::ranges::any_of(evidence, [](const Evidence &each) { return each.kind == "failed"; });
    const std::string gone = countText(lostFirings);
    switch (verdict) {
    case Verdict::Same:
        if (strength == std::string_view("fired"))
            return {TRANSLATABLE("Core", "Same: the values agree at all %1 evaluations, and so do the firings (%2)."),
                    {countText(ticks), countText(firedBefore.value_or(0))}};
        if (!nearest || !threshold)
            return {TRANSLATABLE("Core", "Same (no firing to compare): all values agree."), {}};
        return {downwards
                    ? TRANSLATABLE("Core",
                                   "Same (no firing to compare): all values agree, the lowest was %1 (threshold %2).")
                    : TRANSLATABLE("Core",
                                   "Same (no firing to compare): all values agree, the highest was %1 (threshold %2)."),
                {roundedText(*nearest, threshold), promql::formatNumber(*threshold)}};
    case Verdict::Wider:
        if (included.empty())
            return {TRANSLATABLE("Core", "Wider: the new rule has values where the old ones had none."), {}};
        if (included.size() > 1)
            return {TRANSLATABLE("Core", "Wider: %1 are included now."), {listOf(included)}};
        return {TRANSLATABLE("Core", "Wider: %1 is included now."), {listOf(included)}};
    case Verdict::Narrower:
        if (nothingNew)
            return {TRANSLATABLE("Core", "Narrower: the new rule has no data and would never fire; firings gone: %1."),
                    {gone}};
        if (lostFirings == 0)
            return {TRANSLATABLE("Core", "Narrower: values of %1 are missing; no firing is gone."), {listOf(lost)}};
        return {TRANSLATABLE("Core", "Narrower: firings of %1 that are gone: %2."), {listOf(lost), gone}};
    case Verdict::Different:
        return {TRANSLATABLE("Core", "Different."), {}};
    case Verdict::CannotTell:
        if (doubt == Doubt::Meant)
            return {TRANSLATABLE("Core", "Cannot tell: the change is meant to differ, and in this range nothing "
                                         "differs."),
                    {}};
        if (doubt == Doubt::Range)
            return {TRANSLATABLE("Core", "Cannot tell: the range holds too many evaluations."), {}};
        if (doubt == Doubt::Form && !unvarying)
            return {TRANSLATABLE("Core", "Cannot tell: all values agree in this range, but the new rule does not "
                                         "compute what the old ones do."),
                    {}};
        if (doubt == Doubt::Form)
            return {TRANSLATABLE("Core", "Cannot tell: the values never change, so that what the new rule computes "
                                         "otherwise does not show."),
                    {}};
        if (!silent.empty() && nothingNew)
            return {TRANSLATABLE("Core", "Cannot tell: neither the old rules nor the new one have data."), {}};
        if (!silent.empty())
            return {TRANSLATABLE("Core", "Cannot tell: old rules without data: %1."), {listOf(silent)}};
        if (apart)
            return {TRANSLATABLE("Core", "Cannot tell: the sides of the old condition never meet in this range."), {}};
        if (!refused.empty())
            return {TRANSLATABLE("Core", "Cannot tell: the endpoint cannot evaluate %1."), {listOf(refused)}};
        return {TRANSLATABLE("Core", "Cannot tell: the endpoint did not answer all."), {}};
    case Verdict::Unproved:
        if (nothingProposed)
            return {TRANSLATABLE("Core", "Unproved: nothing is proposed that could be compared."), {}};
        return failed ? base::Text(TRANSLATABLE("Core", "Unproved: the endpoint did not answer."))
                      : base::Text(TRANSLATABLE("Core", "Unproved: no endpoint was asked."));
    }
    return {};
}

base::Text Proof::remark() const
{
    if (verdict == Verdict::CannotTell || verdict == Verdict::Unproved || (gained.empty() && renamed.empty()))
        return {};
    if (renamed.empty())
        return {TRANSLATABLE("Core", "The alerts get new labels: %1."), {listOf(gained)}};
    if (gained.empty())
        return {TRANSLATABLE("Core", "The alerts get new names: %1."), {listOf(renamed)}};
    return {TRANSLATABLE("Core", "The alerts get new labels and names: %1; %2."), {listOf(gained), listOf(renamed)}};
}

} // namespace consolidation
