#pragma once

#include "templates/expander.h"
#include "templates/timevalue.h"

namespace templates {

/// An error of the evaluation at a node, in Go's words.
struct EvaluationError
{
    std::string message;
    /// With the place in front: `template: __alert_A:1:7: executing …`.
    std::string full;
    base::ByteRange range;
};

/// Runs a template as Go's text/template does, so that every message names the same node.
class Evaluator
{
public:
    Evaluator(const Template &source, const Environment &environment);

    /// Throws EvaluationError, Unsupported and QueryNeeded.
    [[nodiscard]] std::string run();
    /// Of the node at hand.
    [[nodiscard]] base::ByteRange range() const { return m_node ? m_node->range : base::ByteRange(); }

private:
    enum class Flow { On, Break, Continue };
    using Arguments = std::span<const std::unique_ptr<Node>>;
    class Nesting;

    [[noreturn]] void fail(const std::string &message) const;
    void at(const Node &node) { m_node = &node; }

    Flow walkNode(const Value &dot, const Node &node);
    Flow walkList(const Value &dot, const Node &list);
    Flow walkIfOrWith(const Value &dot, const Node &node);
    Flow walkRange(const Value &dot, const Node &node);
    void walkTemplate(const Value &dot, const Node &node);

    /// `final` is the value that a pipeline hands on; null at its beginning.
    Value pipeline(const Value &dot, const Node *pipe);
    Value command(const Value &dot, const Node &node, const Value *final);
    void notAFunction(const Arguments &words, const Value *final) const;
    Value field(const Value &dot, const Node &node, const Arguments &words, const Value *final);
    Value chain(const Value &dot, const Node &node, const Arguments &words, const Value *final);
    Value variable(const Value &dot, const Node &node, const Arguments &words, const Value *final);
    Value fields(const Value &dot, Value receiver, const Node &node, std::span<const std::string> names,
                 const Arguments &words, const Value *final);
    Value fieldOf(const Value &dot, const std::string &name, const Node &node, const Arguments &words,
                  const Value *final, const Value &receiver);
    Value methodOf(const Value &dot, const TimeMethod &method, const Node &node, const Arguments &words,
                   const Value *final, const Value &receiver);
    Value function(const Value &dot, const Node &node, const Node &place, const Arguments &words, const Value *final);
    Value shortCircuit(const Value &dot, const Function &function, const Arguments &arguments, const Value *final);
    std::vector<Value> argumentsOf(const Value &dot, std::string_view name, std::span<const Parameter> parameters,
                                   bool variadic, const Arguments &words, const Value *final);
    Value argument(const Value &dot, std::optional<Parameter> parameter, const Node &node);
    Value validated(Value value, std::optional<Parameter> parameter) const;
    Value constant(const Node &node);

    void setVariable(const std::string &name, const Value &value);
    void write(const std::string &text);

    const Template &m_source;
    const Environment &m_environment;
    std::string m_parseName;
    std::string m_name;
    CallContext m_context;
    Budget m_budget;
    std::map<std::string, std::shared_ptr<const re2::RE2>, std::less<>> m_regexes;
    std::vector<std::pair<std::string, Value>> m_variables;
    std::string m_out;
    const Node *m_node = nullptr;
    int m_depth = 0;
};

} // namespace templates
