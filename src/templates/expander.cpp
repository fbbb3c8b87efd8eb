#include "templates/expander.h"

#include "templates/evaluator.h"
#include "templates/format.h"

namespace templates {

namespace {

constexpr std::string_view nameMark = "NAME:";

std::string failureText(const std::string &kind, const std::string &alert, const std::string &error)
{
    return "<error expanding template: error " + kind + " template __alert_" + alert + ": " + error + ">";
}

} // namespace

Expansion expand(const Template &source, const Environment &environment)
{
    Expansion result;
    if (const std::optional<ParseError> &error = source.error()) {
        std::string message = error->message;
        if (const std::size_t at = message.find(" started at NAME:"); at != std::string::npos)
            message.replace(at + 12, nameMark.size(), "__alert_" + environment.alert + ":");
        result.outcome = Expansion::Outcome::Failed;
        result.message = message;
        result.range = error->range;
        result.text =
            failureText("parsing", environment.alert,
                        "template: __alert_" + environment.alert + ":" + std::to_string(error->line) + ": " + message);
        return result;
    }
    if (source.isPlain()) {
        result.text = source.text();
        return result;
    }
    Evaluator evaluator(source, environment);
    try {
        result.text = evaluator.run();
    } catch (const EvaluationError &error) {
        result.outcome = Expansion::Outcome::Failed;
        result.message = error.message;
        result.range = error.range;
        result.text = failureText("executing", environment.alert, error.full);
    } catch (const QueryNeeded &needed) {
        result.outcome = Expansion::Outcome::NeedsQuery;
        result.query = needed.query;
        result.range = evaluator.range();
    } catch (const Unsupported &unsupported) {
        result.outcome = Expansion::Outcome::Unsupported;
        result.message = unsupported.what;
        result.range = evaluator.range();
    }
    return result;
}

} // namespace templates
