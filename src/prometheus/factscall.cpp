#include "prometheus/factscall.h"

#include "promql/literals.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace prometheus {

namespace {

/// Only Prometheus's own version says how Prometheus's language is evaluated.
void setVersion(alerting::ServerFacts &facts, const BuildInfo &info)
{
    facts.application = info.application;
    facts.version = info.version;
    const std::string &version = info.version;
    const char *const end = version.data() + version.size();
    int major = 0;
    int minor = 0;
    const auto [point, error] = std::from_chars(version.data(), end, major);
    const bool read = error == std::errc() && point != end && *point == '.' &&
                      std::from_chars(point + 1, end, minor).ec == std::errc();
    // Thanos answers like Prometheus, with versions of its own.
    if (facts.application == "Prometheus" && read && major == 0)
        facts.application = "Thanos";
    if (facts.application == "Prometheus" && read) {
        facts.major = major;
        facts.minor = minor;
    }
}

/// Prometheus prints its configuration in one way: a label a line, deeper than the key.
alerting::Labels externalLabelsIn(const std::string &yaml)
{
    constexpr std::string_view key = "\n  external_labels:\n";
    constexpr std::string_view indent = "    ";
    alerting::Labels labels;
    const std::size_t found = yaml.find(key);
    for (std::size_t at = found + key.size(); found != std::string::npos && at < yaml.size();) {
        const std::size_t end = std::min(yaml.find('\n', at), yaml.size());
        const std::string_view line = std::string_view(yaml).substr(at, end - at);
        const std::size_t colon = line.find(": ");
        if (!line.starts_with(indent) || colon == std::string_view::npos)
            break;
        std::string_view value = line.substr(colon + 2);
        if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front())
            value = value.substr(1, value.size() - 2);
        labels.emplace_back(line.substr(indent.size(), colon - indent.size()), value);
        at = end + 1;
    }
    std::ranges::sort(labels);
    return labels;
}

double secondsIn(const std::string &text, double otherwise)
{
    promql::DurationError error = promql::DurationError::None;
    const double seconds = promql::parseDuration(text, &error);
    return error == promql::DurationError::None && seconds > 0 ? seconds : otherwise;
}

} // namespace

void FactsCall::take(const base::Result<BuildInfo> &info)
{
    if (info)
        setVersion(m_facts, *info);
    // A server that does not name itself may be one that reads MetricsQL.
    if (m_facts.application.empty())
        askMetricsQl();
    else
        answered();
}

void FactsCall::takeMetricsQl(bool understood)
{
    if (understood)
        kind->setVictoriaMetrics();
    if (kind->isVictoriaMetrics())
        m_facts.application = "VictoriaMetrics";
    answered();
}

void FactsCall::takeFlags(const base::Result<ServerFlags> &flags)
{
    if (flags) {
        m_facts.lookbackSeconds = secondsIn(flags->lookback, m_facts.lookbackSeconds);
        m_facts.retention = flags->retention;
        m_facts.externalUrl = flags->externalUrl;
        addFeatures(flags->features);
    }
    answered();
}

void FactsCall::takeFeatures(const base::Result<std::vector<std::string>> &features)
{
    if (features)
        addFeatures(*features);
    answered();
}

void FactsCall::takeYaml(const base::Result<std::string> &yaml)
{
    constexpr std::string_view key = "\n  evaluation_interval: ";
    const std::size_t at = yaml ? yaml->find(key) : std::string::npos;
    if (at != std::string::npos) {
        const std::size_t start = at + key.size();
        m_facts.evaluationIntervalSeconds = secondsIn(yaml->substr(start, yaml->find_first_of(" \r\n", start) - start),
                                                      m_facts.evaluationIntervalSeconds);
    }
    if (yaml)
        m_facts.externalLabels = externalLabelsIn(*yaml);
    m_facts.externalLabelsKnown = yaml && !yaml->empty();
    answered();
}

void FactsCall::addFeatures(const std::vector<std::string> &features)
{
    for (const std::string &feature : features) {
        if (std::ranges::find(m_facts.features, feature) == m_facts.features.end())
            m_facts.features.push_back(feature);
    }
}

void FactsCall::answered()
{
    if (++m_answers < calls.size())
        return;
    m_facts.clockAheadSeconds = clock->aheadSeconds();
    // The callback may delete this object.
    if (const auto done = std::exchange(m_done, nullptr))
        done(m_facts);
}

} // namespace prometheus
