#include "alerting/notification.h"

#include "base/text.h"
#include "templates/expander.h"
#include "templates/uses.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include <QElapsedTimer>
#include <QTimer>

namespace alerting {

namespace {

constexpr std::size_t mostQueries = 100;
constexpr std::size_t queriesAtOnce = 4;
/// Milliseconds of work before the event loop has its turn.
constexpr qint64 slice = 8;

/// What a query of a template came to: an answer for the template, or why there is none.
struct Answer
{
    std::optional<templates::QueryAnswer> answer;
    std::string failure;
};

/// The words of a rule's own evaluation, of what the query API puts around them.
std::string engineMessage(std::string_view detail)
{
    for (const std::string_view type : {"bad_data: ", "execution: ", "timeout: ", "canceled: ", "internal: "}) {
        if (detail.starts_with(type))
            detail.remove_prefix(type.size());
    }
    constexpr std::string_view parameter = "invalid parameter \"query\": ";
    if (detail.starts_with(parameter))
        detail.remove_prefix(parameter.size());
    return std::string(detail);
}

Answer answerOf(const base::Result<QueryResult> &result)
{
    if (!result) {
        const base::Error &error = result.error();
        if (error.kind == base::ErrorKind::Invalid && !error.detail.empty())
            return {templates::QueryAnswer{{}, engineMessage(error.detail)}, {}};
        return {std::nullopt, error.text.english()};
    }
    if (result->type != QueryResult::Type::Vector && result->type != QueryResult::Type::Scalar)
        return {templates::QueryAnswer{{}, "rule result is not a vector or scalar"}, {}};
    templates::QueryAnswer answer;
    for (const Series &series : result->series) {
        if (series.histograms)
            return {std::nullopt, TRANSLATABLE("Core", "native histograms")};
        if (series.samples.empty())
            continue;
        templates::Sample sample;
        sample.labels = {series.labels.begin(), series.labels.end()};
        sample.value = series.samples.back().value;
        answer.samples.push_back(std::move(sample));
    }
    return {std::move(answer), {}};
}

struct Text
{
    std::string name;
    templates::Template parsed;
    bool isLabel = false;
};

} // namespace

struct NotificationRun::Private
{
    explicit Private(NotificationRun *run) : q(run) {}

    void work();
    bool expandInstance(RenderedInstance &instance, const NotificationRequest::Instance &from);
    RenderedText expand(const Text &text, const templates::Environment &environment);
    void ask();
    void schedule()
    {
        QTimer::singleShot(0, q, [this] { work(); });
    }

    NotificationRun *q;
    NotificationRequest request;
    SeriesSource *source = nullptr;
    std::function<void()> finished;
    std::vector<Text> texts;
    std::vector<RenderedInstance> instances;
    /// Instances before it are complete.
    std::size_t next = 0;
    std::map<std::string, Answer> answers;
    std::set<std::string> wanted;
    std::map<std::string, std::unique_ptr<PendingQuery>> pending;
};

NotificationRun::NotificationRun(NotificationRequest request, SeriesSource *source) : d(std::make_unique<Private>(this))
{
    d->source = source;
    for (const auto *list : {&request.labels, &request.annotations}) {
        for (const TemplateText &each : *list)
            d->texts.push_back(
                {each.name, templates::Template::parse(each.text, request.context.dialect), list == &request.labels});
    }
    d->instances.resize(request.instances.size());
    d->request = std::move(request);
}

NotificationRun::~NotificationRun() = default;

const std::vector<RenderedInstance> &NotificationRun::instances() const
{
    return d->instances;
}

void NotificationRun::start(std::function<void()> finished)
{
    d->finished = std::move(finished);
    d->schedule();
}

RenderedText NotificationRun::Private::expand(const Text &text, const templates::Environment &environment)
{
    RenderedText rendered;
    rendered.name = text.name;
    const templates::ServerUse use = templates::serverUse(text.parsed);
    const bool noLabels = use.externalLabels && !request.externalLabelsKnown;
    if (noLabels || (use.externalUrl && !request.externalUrlKnown)) {
        rendered.outcome = RenderedText::Outcome::Unsupported;
        rendered.message = noLabels ? TRANSLATABLE("Core", "the external labels of the server")
                                    : TRANSLATABLE("Core", "the external URL of the server");
        rendered.range = {0, text.parsed.text().size()};
        return rendered;
    }
    templates::Expansion expansion = templates::expand(text.parsed, environment);
    rendered.text = std::move(expansion.text);
    rendered.message = std::move(expansion.message);
    rendered.range = expansion.range;
    switch (expansion.outcome) {
    case templates::Expansion::Outcome::Expanded:
        break;
    case templates::Expansion::Outcome::Failed:
        rendered.outcome = RenderedText::Outcome::Failed;
        break;
    case templates::Expansion::Outcome::Unsupported:
        rendered.outcome = RenderedText::Outcome::Unsupported;
        break;
    case templates::Expansion::Outcome::NeedsQuery:
        rendered.outcome = RenderedText::Outcome::Unanswered;
        const auto known = answers.find(expansion.query);
        if (known != answers.end())
            rendered.message = known->second.failure;
        else if (answers.size() + wanted.size() + pending.size() >= mostQueries)
            rendered.message = TRANSLATABLE("Core", "so many queries");
        else
            wanted.insert(expansion.query);
        break;
    }
    return rendered;
}

/// False when a query has to be answered first.
bool NotificationRun::Private::expandInstance(RenderedInstance &instance, const NotificationRequest::Instance &from)
{
    templates::Environment environment;
    environment.alert = request.context.alert;
    environment.data.labels = {from.series.begin(), from.series.end()};
    environment.data.externalLabels = {request.context.externalLabels.begin(), request.context.externalLabels.end()};
    environment.data.externalUrl = request.context.externalUrl;
    environment.data.value = from.value;
    environment.time = request.time;
    environment.query = [this](const std::string &query) -> std::optional<templates::QueryAnswer> {
        const auto known = answers.find(query);
        return known == answers.end() ? std::nullopt : known->second.answer;
    };
    instance = {};
    instance.value = from.value;
    std::map<std::string, std::string> labels(from.series.begin(), from.series.end());
    labels.erase("__name__");
    const std::size_t wantedBefore = wanted.size();
    for (const Text &text : texts) {
        RenderedText rendered = expand(text, environment);
        if (text.isLabel)
            labels[text.name] = rendered.text;
        (text.isLabel ? instance.labelTexts : instance.annotations).push_back(std::move(rendered));
    }
    labels["alertname"] = request.context.alert;
    std::erase_if(labels, [](const auto &label) { return label.second.empty(); });
    instance.labels.assign(labels.begin(), labels.end());
    return wanted.size() == wantedBefore && wanted.empty();
}

void NotificationRun::Private::work()
{
    QElapsedTimer timer;
    timer.start();
    while (next < instances.size() && timer.elapsed() < slice) {
        if (!expandInstance(instances[next], request.instances[next])) {
            ask();
            return;
        }
        ++next;
    }
    if (next < instances.size()) {
        schedule();
    } else if (const auto done = std::exchange(finished, nullptr)) {
        // It may delete the run.
        done();
    }
}

void NotificationRun::Private::ask()
{
    if (!source) {
        for (const std::string &query : std::exchange(wanted, {}))
            answers[query] = {std::nullopt, TRANSLATABLE("Core", "no endpoint")};
        schedule();
        return;
    }
    while (!wanted.empty() && pending.size() < queriesAtOnce) {
        const std::string query = *wanted.begin();
        wanted.erase(wanted.begin());
        pending[query] =
            source->queryInstant(query, request.time, [this, query](const base::Result<QueryResult> &result) {
                const std::string own = query;
                answers[own] = answerOf(result);
                const auto done = pending.extract(own);
                if (!wanted.empty())
                    ask();
                else if (pending.empty())
                    schedule();
            });
    }
}

} // namespace alerting
