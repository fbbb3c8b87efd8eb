#include "alerting/labelexpander.h"

#include "templates/expander.h"

#include <map>
#include <memory>
#include <utility>

namespace alerting {

namespace {

/// The templates of one rule, and what they are expanded for.
class Expanders
{
public:
    explicit Expanders(TemplateContext context) : m_context(std::move(context))
    {
        m_environment.alert = m_context.alert;
        m_environment.data.externalUrl = m_context.externalUrl;
        m_environment.data.externalLabels = {m_context.externalLabels.begin(), m_context.externalLabels.end()};
    }

    std::string expand(const std::string &text, const Labels &labels, double value, Milliseconds time)
    {
        if (text.find("{{") == std::string::npos)
            return text;
        auto found = m_templates.find(text);
        if (found == m_templates.end())
            found = m_templates.emplace(text, templates::Template::parse(text, m_context.dialect)).first;
        m_environment.data.labels = {labels.begin(), labels.end()};
        m_environment.data.value = value;
        m_environment.time = static_cast<double>(time) / 1000;
        const templates::Expansion expansion = templates::expand(found->second, m_environment);
        switch (expansion.outcome) {
        case templates::Expansion::Outcome::Unsupported:
            return "<not supported: " + expansion.message + ">";
        case templates::Expansion::Outcome::NeedsQuery:
            return "<not supported: a query in a label>";
        default:
            return expansion.text;
        }
    }

private:
    TemplateContext m_context;
    templates::Environment m_environment;
    std::map<std::string, templates::Template> m_templates;
};

bool runsQueries(const templates::Node &tree)
{
    bool runs = false;
    templates::walk(tree, [&runs](const templates::Node &node) {
        runs = runs || (node.kind == templates::NodeKind::Identifier && node.text == "query");
    });
    return runs;
}

} // namespace

LabelExpander labelExpander(TemplateContext context)
{
    const auto expanders = std::make_shared<Expanders>(std::move(context));
    return [expanders](const std::string &text, const Labels &labels, double value, Milliseconds time) {
        return expanders->expand(text, labels, value, time);
    };
}

std::optional<base::Text> labelExpanderRefusal(const Labels &labels)
{
    for (const auto &[name, text] : labels) {
        const templates::Template parsed = templates::Template::parse(text);
        bool runs = parsed.root() && runsQueries(*parsed.root());
        for (const auto &[definition, list] : parsed.definitions())
            runs = runs || runsQueries(*list);
        if (runs)
            return base::Text{TRANSLATABLE("Core", "The label %1 runs a query in its template. What that would have "
                                                   "returned at every tick is not asked."),
                              {name}};
    }
    return std::nullopt;
}

} // namespace alerting
