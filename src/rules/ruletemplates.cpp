#include "rules/rulereader.h"
#include "templates/functions.h"
#include "templates/parser.h"

#include <algorithm>
#include <array>

namespace rules {

namespace {

/// Functions of vmalert's templates that Prometheus does not have.
constexpr std::array<std::string_view, 9> vmalertFunctions = {"crlfEscape",  "formatTime",        "htmlEscape",
                                                              "jsonEscape",  "parseDurationTime", "pathEscape",
                                                              "queryEscape", "quotesEscape",      "escapePath"};

/// The number of changed letters between two names, an exchange of neighbours counted as one; `limit` when it is more.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit)
{
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return std::min(last[b.size()], limit);
}

std::string lowerCase(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return result;
}

/// The known name that was probably meant; empty when none is near.
std::string nearest(std::string_view name, const std::vector<std::string> &known)
{
    constexpr std::size_t most = 64;
    if (name.size() > most)
        return {};
    const std::size_t limit = std::min<std::size_t>(3, name.size() / 2 + 1);
    std::string best;
    std::size_t bestDistance = limit;
    for (const std::string &each : known) {
        const std::size_t change = distance(lowerCase(name), lowerCase(each), limit);
        if (change < bestDistance) {
            best = each;
            bestDistance = change;
        }
    }
    return best;
}

base::Text functionText(const std::string &name)
{
    for (const templates::Function &function : templates::functions()) {
        if (function.name == name)
            return {TRANSLATABLE("Core", "The template function %1 needs Prometheus %2 or newer."),
                    {name, std::to_string(function.major) + "." + std::to_string(function.minor)}};
    }
    if (std::ranges::find(vmalertFunctions, name) != vmalertFunctions.end())
        return {TRANSLATABLE("Core", "The template function %1 is vmalert's. Prometheus rejects the file."), {name}};
    return {TRANSLATABLE("Core", "There is no template function %1. Prometheus rejects the file."), {name}};
}

std::vector<std::string> functionNames(const promql::Dialect &dialect)
{
    std::vector<std::string> names;
    for (const templates::Function &function : templates::functions()) {
        if (templates::findFunction(function.name, dialect))
            names.emplace_back(function.name);
    }
    return names;
}

} // namespace

void RuleReader::checkTemplates(const Rule &rule, const std::vector<EffectiveEntry> &entries)
{
    for (const EffectiveEntry &entry : entries) {
        const std::string &key = entry.entry->key->resolved().value;
        if (key != "labels" && key != "annotations")
            continue;
        for (const auto &[name, value] : key == "labels" ? rule.labels : rule.annotations) {
            if (value.value.find("{{") != std::string::npos)
                checkTemplate(value, entry, name.value);
        }
    }
}

void RuleReader::checkTemplate(const Field &value, const EffectiveEntry &pairs, const std::string &name)
{
    const templates::Template parsed = templates::Template::parse(value.value, m_dialect);
    if (!parsed.error())
        return;
    const templates::ParseError &error = *parsed.error();
    base::Diagnostic diagnostic;
    diagnostic.range = value.map.toSource(error.range);
    std::string meant;
    switch (error.kind) {
    case templates::ParseErrorKind::UnknownFunction:
        diagnostic.check = "template/function";
        diagnostic.text = functionText(error.name);
        meant = nearest(error.name, functionNames(m_dialect));
        break;
    case templates::ParseErrorKind::UnknownVariable:
        diagnostic.check = "template/variable";
        diagnostic.text = {
            TRANSLATABLE("Core", "The template does not define the variable %1. Prometheus rejects the file."),
            {error.name}};
        meant = nearest(error.name, {"$labels", "$value", "$externalLabels", "$externalURL"});
        break;
    case templates::ParseErrorKind::Syntax:
        diagnostic.check = "template/syntax";
        diagnostic.text = {TRANSLATABLE("Core", "The template does not parse: %1. Prometheus rejects the file."),
                           {error.message}};
        break;
    }
    const std::optional<EffectiveEntry> entry = meant.empty() ? std::nullopt : findEffective(*pairs.value, name);
    if (entry && !value.inherited && !entry->inherited) {
        diagnostic.fixes.push_back(
            {{TRANSLATABLE("Core", "Write %1"), {meant}}, lifted({{error.range, meant}}, *entry->value, *pairs.value)});
    }
    m_diagnostics.push_back(std::move(diagnostic));
}

} // namespace rules
