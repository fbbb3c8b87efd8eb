#pragma once

#include "templates/functions.h"
#include "templates/parser.h"

#include <functional>
#include <optional>
#include <string>

namespace templates {

/// An alert for which a template is expanded.
struct Environment
{
    /// Of the rule; Prometheus names it in its messages.
    std::string alert;
    AlertData data;
    /// Unix seconds of the evaluation.
    double time = 0;
    /// Answers a query, or nothing when there is no answer yet; without it every query needs one.
    std::function<std::optional<QueryAnswer>(const std::string &query)> query;
};

struct Expansion
{
    enum class Outcome {
        Expanded,
        /// Prometheus fails too: the text is `<error expanding template: …>`, which it sends.
        Failed,
        /// What Prometheus would print cannot be known here; `message` says what of.
        Unsupported,
        /// `query` has to be answered first.
        NeedsQuery,
    };
    Outcome outcome = Outcome::Expanded;
    std::string text;
    /// Of Failed Go's words without place, of Unsupported what is not supported (marked for translation, Core).
    std::string message;
    std::string query;
    /// Where it failed or stopped, bytes of the template.
    base::ByteRange range;
};

/// The text of a label or an annotation as Prometheus expands it. Bounded in time, memory and stack. Any thread.
[[nodiscard]] Expansion expand(const Template &source, const Environment &environment);

} // namespace templates
