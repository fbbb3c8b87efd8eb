#include "workspace/demorecipe.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

namespace workspace {

namespace {

base::Error recipeError(const std::string &what)
{
    return {base::ErrorKind::Invalid,
            base::Text(TRANSLATABLE("Core", "The recipe of the demo's history cannot be used: %1"), {what}),
            {}};
}

std::string textOf(const QJsonValue &value)
{
    return value.toString().toStdString();
}

/// FNV-1a: the noise of a signal must not change when another signal is added before it.
std::uint64_t seedOf(std::uint64_t seed, std::string_view name)
{
    std::uint64_t hash = 0xcbf29ce484222325ULL ^ seed;
    for (const char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return hash;
}

std::string labelText(const QJsonObject &labels)
{
    std::string text;
    for (auto it = labels.begin(); it != labels.end(); ++it)
        text += ',' + it.key().toStdString() + "=\"" + textOf(it.value()) + '"';
    return text;
}

class RecipeReader
{
public:
    base::Result<HistoryRecipe> read(const QJsonObject &top);

private:
    void readJob(const QJsonObject &object);
    void readIncident(const QJsonObject &object);
    void readSignal(const QJsonObject &object);
    void readFamily(const QJsonObject &object);
    RecipeSeries readSeries(const QJsonObject &object, const RecipeFamily &family, const std::string &commonLabels);
    int find(const std::map<std::string, int> &known, const std::string &name, const char *kind);
    void fail(const std::string &what)
    {
        if (m_problem.empty())
            m_problem = what;
    }

    HistoryRecipe m_recipe;
    std::uint64_t m_seed = 0;
    std::map<std::string, int> m_jobs;
    std::map<std::string, int> m_incidents;
    std::map<std::string, int> m_signals;
    /// The first one found; the rest is read all the same.
    std::string m_problem;
};

int RecipeReader::find(const std::map<std::string, int> &known, const std::string &name, const char *kind)
{
    const auto it = known.find(name);
    if (it != known.end())
        return it->second;
    fail(std::string(kind) + " \"" + name + "\" is not defined");
    return 0;
}

void RecipeReader::readJob(const QJsonObject &object)
{
    RecipeJob job;
    job.job = textOf(object["job"]);
    job.instance = textOf(object["instance"]);
    job.untilHours = object["until_hours"].toDouble(job.untilHours);
    const QJsonArray restarts = object["restarts"].toArray();
    for (const QJsonValue &restart : restarts)
        job.restarts.push_back({restart["at_hours"].toDouble(), restart["down_minutes"].toDouble()});
    m_jobs.emplace(job.job, static_cast<int>(m_recipe.jobs.size()));
    m_recipe.jobs.push_back(std::move(job));
}

void RecipeReader::readIncident(const QJsonObject &object)
{
    RecipeIncident incident;
    incident.name = textOf(object["name"]);
    incident.atHours = object["at_hours"].toDouble();
    incident.riseMinutes = object["rise_minutes"].toDouble();
    incident.holdMinutes = object["hold_minutes"].toDouble();
    incident.fallMinutes = object["fall_minutes"].toDouble();
    m_incidents.emplace(incident.name, static_cast<int>(m_recipe.incidents.size()));
    m_recipe.incidents.push_back(std::move(incident));
}

void RecipeReader::readSignal(const QJsonObject &object)
{
    RecipeSignal signal;
    signal.name = textOf(object["name"]);
    signal.seed = seedOf(m_seed, signal.name);
    signal.base = object["base"].toDouble();
    signal.daily = object["daily"].toDouble();
    signal.noise = object["noise"].toDouble();
    signal.settleHours = object["settle_hours"].toDouble();
    const QJsonArray points = object["points"].toArray();
    for (const QJsonValue &point : points)
        signal.points.emplace_back(point[0].toDouble(), point[1].toDouble());
    if (!std::is_sorted(signal.points.begin(), signal.points.end(),
                        [](const auto &a, const auto &b) { return a.first < b.first; }))
        fail("the points of signal \"" + signal.name + "\" are not in the order of time");
    const QJsonObject during = object["during"].toObject();
    for (auto it = during.begin(); it != during.end(); ++it)
        signal.during.emplace_back(find(m_incidents, it.key().toStdString(), "incident"), it.value().toDouble());
    m_signals.emplace(signal.name, static_cast<int>(m_recipe.allSignals.size()));
    m_recipe.allSignals.push_back(std::move(signal));
}

RecipeSeries RecipeReader::readSeries(const QJsonObject &object, const RecipeFamily &family,
                                      const std::string &commonLabels)
{
    const bool gauge = family.type == RecipeFamily::Type::Gauge;
    RecipeSeries series;
    if (!m_recipe.jobs.empty()) {
        const RecipeJob &job = m_recipe.jobs[static_cast<std::size_t>(family.job)];
        series.labels = "job=\"" + job.job + "\",instance=\"" + job.instance + '"';
    }
    series.labels += commonLabels + labelText(object["labels"].toObject());
    const QJsonArray factors = object[gauge ? "value" : "rate"].toArray();
    for (const QJsonValue &factor : factors)
        series.factors.push_back(find(m_signals, textOf(factor), "signal"));
    series.share = object["share"].toDouble(1);
    if (object.contains("less"))
        series.less = find(m_signals, textOf(object["less"]), "signal");
    series.counts = object.contains("events_hours");
    const QJsonArray events = object["events_hours"].toArray();
    for (const QJsonValue &event : events)
        series.eventsHours.push_back(event.toDouble());
    series.appearsWithFirstEvent = textOf(object["appears"]) == "first_event";
    series.fromHours = object["from_hours"].toDouble(series.fromHours);
    if (family.type == RecipeFamily::Type::Histogram) {
        series.median = find(m_signals, textOf(object["median"]), "signal");
        series.spread = object["spread"].toDouble(1);
        if (series.spread <= 0)
            fail("the spread of histogram \"" + family.name + "\" is not above 0");
    }
    if (series.factors.empty() && !series.counts)
        fail("a series of \"" + family.name + "\" names no signal");
    return series;
}

void RecipeReader::readFamily(const QJsonObject &object)
{
    RecipeFamily family;
    family.name = textOf(object["name"]);
    const std::string type = textOf(object["type"]);
    family.type = type == "counter"     ? RecipeFamily::Type::Counter
                  : type == "histogram" ? RecipeFamily::Type::Histogram
                                        : RecipeFamily::Type::Gauge;
    if (type != "counter" && type != "histogram" && type != "gauge")
        fail("family \"" + family.name + "\" has the unknown type \"" + type + '"');
    if (family.type == RecipeFamily::Type::Counter && !QString::fromStdString(family.name).endsWith("_total"))
        fail("the name of counter \"" + family.name + "\" does not end in _total");
    family.job = find(m_jobs, textOf(object["job"]), "job");
    family.decimals = object["decimals"].toInt();
    const QJsonArray buckets = object["buckets"].toArray();
    for (const QJsonValue &bucket : buckets)
        family.buckets.push_back(bucket.toDouble());
    const std::string commonLabels = labelText(object["labels"].toObject());
    const QJsonArray series = object["series"].toArray();
    for (const QJsonValue &one : series)
        family.series.push_back(readSeries(one.toObject(), family, commonLabels));
    m_recipe.families.push_back(std::move(family));
}

base::Result<HistoryRecipe> RecipeReader::read(const QJsonObject &top)
{
    m_seed = static_cast<std::uint64_t>(top["seed"].toInteger());
    m_recipe.days = top["days"].toInt(m_recipe.days);
    m_recipe.stepSeconds = top["step_seconds"].toInt(m_recipe.stepSeconds);
    m_recipe.busiestHours = top["busiest_hours"].toDouble();
    if (m_recipe.days < 1 || m_recipe.stepSeconds < 1)
        fail("days and step_seconds must be at least 1");
    const auto each = [&](const char *key, void (RecipeReader::*readOne)(const QJsonObject &)) {
        const QJsonArray entries = top[QLatin1String(key)].toArray();
        for (const QJsonValue &entry : entries)
            (this->*readOne)(entry.toObject());
    };
    // What is named must be read before what names it.
    each("jobs", &RecipeReader::readJob);
    each("incidents", &RecipeReader::readIncident);
    each("signals", &RecipeReader::readSignal);
    each("families", &RecipeReader::readFamily);
    if (!m_problem.empty())
        return recipeError(m_problem);
    return std::move(m_recipe);
}

} // namespace

base::Result<HistoryRecipe> readHistoryRecipe(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject())
        return recipeError(error.error == QJsonParseError::NoError ? "it is not a JSON object"
                                                                   : error.errorString().toStdString());
    return RecipeReader().read(document.object());
}

} // namespace workspace
