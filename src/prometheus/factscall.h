#pragma once

#include "alerting/loadedrules.h"
#include "prometheus/client.h"
#include "prometheus/rulesdecoder.h"
#include "prometheus/serverclock.h"
#include "prometheus/serverkind.h"

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace prometheus {

/// Four answers of which a server is pieced together; servers other than Prometheus do not give all of them.
class FactsCall : public alerting::PendingQuery
{
public:
    explicit FactsCall(std::function<void(alerting::ServerFacts)> done) : m_done(std::move(done)) {}

    std::array<std::unique_ptr<alerting::PendingQuery>, 4> calls;
    /// Asks what only VictoriaMetrics understands.
    std::function<void()> askMetricsQl;
    std::unique_ptr<alerting::PendingQuery> metricsQl;
    /// What the answers told of the server's time.
    std::shared_ptr<const ServerClock> clock;
    /// Knows VictoriaMetrics by its answers, and is told when it gave itself away.
    std::shared_ptr<ServerKind> kind;

    void take(const base::Result<BuildInfo> &info);
    void takeMetricsQl(bool understood);
    void takeFlags(const base::Result<ServerFlags> &flags);
    /// The flags of the language, as /api/v1/features tells them.
    void takeFeatures(const base::Result<std::vector<std::string>> &features);
    void takeYaml(const base::Result<std::string> &yaml);

private:
    void addFeatures(const std::vector<std::string> &features);
    void answered();

    std::function<void(alerting::ServerFacts)> m_done;
    alerting::ServerFacts m_facts;
    std::size_t m_answers = 0;
};

} // namespace prometheus
