#pragma once

#include "alerting/labelexpander.h"
#include "alerting/seriessource.h"
#include "base/byterange.h"

#include <QObject>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace alerting {

/// A label or an annotation, its text a template.
struct TemplateText
{
    std::string name;
    std::string text;
};

/// The texts of an alerting rule for the series that its expression returned.
struct NotificationRequest
{
    TemplateContext context;
    /// What the context says of the server is so; templates that read what is not known stay unknown.
    bool externalLabelsKnown = false;
    bool externalUrlKnown = false;
    std::vector<TemplateText> labels;
    std::vector<TemplateText> annotations;
    struct Instance
    {
        Labels series;
        double value = 0;
    };
    std::vector<Instance> instances;
    /// Unix seconds of the evaluation; queries of templates are asked for it.
    double time = 0;
};

struct RenderedText
{
    enum class Outcome {
        Good,
        /// Prometheus fails as well: `text` is what it sends, `message` why.
        Failed,
        /// `message` says what cannot be known here (marked for translation, Core).
        Unsupported,
        /// `message` says why the query had no answer.
        Unanswered,
    };
    std::string name;
    Outcome outcome = Outcome::Good;
    std::string text;
    std::string message;
    /// Bytes of the template.
    base::ByteRange range;
};

struct RenderedInstance
{
    /// As Alertmanager gets them: with `alertname`, without `__name__`; sorted.
    Labels labels;
    double value = 0;
    /// As they are written.
    std::vector<RenderedText> labelTexts;
    std::vector<RenderedText> annotations;
};

/// Expands the templates of every instance, asking for the queries that they run: each once, four at a time, at most a
/// hundred. Works in slices, so that the event loop goes on. The thread of the source.
class NotificationRun : public QObject
{
public:
    /// Without a source queries have no answer. The source must outlive the run.
    NotificationRun(NotificationRequest request, SeriesSource *source);
    ~NotificationRun() override;

    /// `finished` is called once, never from within start(); not after the run is deleted.
    void start(std::function<void()> finished);
    /// One for each instance, in their order; complete when finished.
    [[nodiscard]] const std::vector<RenderedInstance> &instances() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace alerting
