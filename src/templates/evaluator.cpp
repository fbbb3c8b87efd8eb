#include "templates/evaluator.h"

#include "base/text.h"
#include "promql/dialects.h"
#include "templates/format.h"
#include "templates/runes.h"

#include <algorithm>

namespace templates {

namespace {

/// Blocks, parentheses and templates within each other while a template runs.
constexpr int deepestRun = 1000;

bool canBeNil(std::optional<Parameter> parameter)
{
    return parameter && *parameter != Parameter::String && *parameter != Parameter::Time &&
           *parameter != Parameter::Duration;
}

bool takesAnything(std::optional<Parameter> parameter)
{
    return !parameter || *parameter == Parameter::Any || *parameter == Parameter::Reflected;
}

std::string nameOf(std::optional<Parameter> parameter)
{
    return parameter ? parameterName(*parameter) : "<nil>";
}

} // namespace

class Evaluator::Nesting
{
public:
    explicit Nesting(Evaluator &evaluator) : m_evaluator(evaluator)
    {
        m_evaluator.m_budget.charge(1);
        if (m_evaluator.m_depth >= deepestRun)
            throw Unsupported{TRANSLATABLE("Core", "a template that is nested so deeply")};
        ++m_evaluator.m_depth;
    }
    ~Nesting() { --m_evaluator.m_depth; }
    Nesting(const Nesting &) = delete;
    Nesting &operator=(const Nesting &) = delete;

private:
    Evaluator &m_evaluator;
};

Evaluator::Evaluator(const Template &source, const Environment &environment)
    : m_source(source), m_environment(environment), m_parseName("__alert_" + environment.alert), m_name(m_parseName)
{
    m_context.budget = &m_budget;
    m_context.regexes = &m_regexes;
    m_context.since3 = source.dialect().major >= 3;
    m_context.time = environment.time;
    m_context.externalUrl = environment.data.externalUrl;
    m_context.query = environment.query;
}

std::string Evaluator::run()
{
    const auto data = std::make_shared<const AlertData>(m_environment.data);
    Value dot;
    dot.type = Type::AlertData;
    dot.data = data;
    m_variables = {{"$", dot},
                   {"$labels", labelsValue(data->labels)},
                   {"$externalLabels", labelsValue(data->externalLabels)},
                   {"$externalURL", stringValue(data->externalUrl)},
                   {"$value", floatValue(data->value)}};
    (void)walkNode(dot, *m_source.root());
    return std::move(m_out);
}

void Evaluator::fail(const std::string &message) const
{
    const Place place = placeOf(m_source.text(), m_node->position);
    throw EvaluationError{message,
                          "template: " + m_parseName + ":" + std::to_string(place.line) + ":" +
                              std::to_string(place.column) + ": executing " + quoted(m_name) + " at <" +
                              printNode(*m_node) + ">: " + message,
                          m_node->range};
}

void Evaluator::write(const std::string &text)
{
    if (m_out.size() + text.size() > largestText)
        throw Unsupported{TRANSLATABLE("Core", "a text of more than 1 MiB")};
    constexpr std::size_t bytesPerStep = 256;
    m_budget.charge(text.size() / bytesPerStep);
    m_out += text;
}

Evaluator::Flow Evaluator::walkList(const Value &dot, const Node &list)
{
    for (const std::unique_ptr<Node> &node : list.nodes) {
        if (const Flow flow = walkNode(dot, *node); flow != Flow::On)
            return flow;
    }
    return Flow::On;
}

Evaluator::Flow Evaluator::walkNode(const Value &dot, const Node &node)
{
    const Nesting nesting(*this);
    at(node);
    switch (node.kind) {
    case NodeKind::Action: {
        const Value value = pipeline(dot, node.pipe.get());
        at(node);
        if (node.pipe->variables.empty())
            write(printed(value, m_context.since3));
        return Flow::On;
    }
    case NodeKind::Break:
        return Flow::Break;
    case NodeKind::Continue:
        return Flow::Continue;
    case NodeKind::If:
    case NodeKind::With:
        return walkIfOrWith(dot, node);
    case NodeKind::List:
        return walkList(dot, node);
    case NodeKind::Range:
        return walkRange(dot, node);
    case NodeKind::Template:
        walkTemplate(dot, node);
        return Flow::On;
    default:
        write(node.text);
        return Flow::On;
    }
}

Evaluator::Flow Evaluator::walkIfOrWith(const Value &dot, const Node &node)
{
    const std::size_t mark = m_variables.size();
    const Value value = pipeline(dot, node.pipe.get());
    Flow flow = Flow::On;
    if (isTrue(value))
        flow = walkNode(node.kind == NodeKind::With ? value : dot, *node.list);
    else if (node.elseList)
        flow = walkNode(dot, *node.elseList);
    m_variables.resize(mark);
    return flow;
}

Evaluator::Flow Evaluator::walkRange(const Value &dot, const Node &node)
{
    const std::size_t outer = m_variables.size();
    const Value value = pipeline(dot, node.pipe.get());
    const std::size_t mark = m_variables.size();
    const Node &pipe = *node.pipe;
    const std::size_t declared = pipe.variables.size();
    bool ran = false;
    const auto iterate = [&](const Value &index, const Value &element) {
        ran = true;
        m_budget.charge(1);
        if (declared > 0 && pipe.assigns) {
            setVariable(pipe.variables[0]->names[0], declared > 1 ? index : element);
            if (declared > 1)
                setVariable(pipe.variables[1]->names[0], element);
        } else if (declared > 0) {
            m_variables[m_variables.size() - 1].second = element;
            if (declared > 1)
                m_variables[m_variables.size() - 2].second = index;
        }
        const Flow flow = walkNode(element, *node.list);
        m_variables.resize(mark);
        return flow != Flow::Break;
    };
    const bool ranges = promql::knows(m_source.dialect(), promql::Novelty::TemplateRangeInteger);
    if (value.type == Type::Samples) {
        for (std::size_t i = 0; i < lengthOf(value); ++i) {
            if (!iterate(intValue(static_cast<std::int64_t>(i)), sampleValue((*value.samples)[i])))
                break;
        }
    } else if (value.type == Type::LabelMap) {
        for (const auto &[key, text] : *value.labels) {
            if (!iterate(stringValue(key), stringValue(text)))
                break;
        }
    } else if (value.type == Type::AnyMap) {
        for (const auto &[key, each] : *value.map) {
            Value element = each;
            element.boxed = true;
            if (!iterate(stringValue(key), element))
                break;
        }
    } else if (value.kind() == Kind::Integer && ranges) {
        if (declared > 1)
            fail("can't use " + printed(value, m_context.since3) + " to iterate over more than one variable");
        for (std::int64_t i = 0; i < value.integer; ++i) {
            if (!iterate({}, intValue(i, value.type)))
                break;
        }
    } else if (value.kind() == Kind::String && ranges) {
        throw Unsupported{TRANSLATABLE("Core", "range over a string")};
    } else if (value.type != Type::None) {
        const Value *shown = &value;
        fail("range can't iterate over " + printed(*shown, m_context.since3));
    }
    Flow flow = Flow::On;
    m_variables.resize(std::max(outer, std::min(mark, m_variables.size())));
    if (!ran && node.elseList)
        flow = walkNode(dot, *node.elseList);
    m_variables.resize(outer);
    return flow;
}

void Evaluator::walkTemplate(const Value &dot, const Node &node)
{
    const auto found = m_source.definitions().find(node.text);
    const Node *list = found != m_source.definitions().end() ? found->second.get()
                       : node.text == m_parseName            ? m_source.root()
                                                             : nullptr;
    if (!list)
        fail("template " + quoted(node.text) + " not defined");
    const Value argument = pipeline(dot, node.pipe.get());
    std::vector<std::pair<std::string, Value>> variables = std::exchange(m_variables, {{"$", argument}});
    const std::string name = std::exchange(m_name, node.text);
    (void)walkNode(argument, *list);
    m_name = name;
    m_variables = std::move(variables);
}

void Evaluator::setVariable(const std::string &name, const Value &value)
{
    const auto found =
        std::ranges::find(m_variables.rbegin(), m_variables.rend(), name, &std::pair<std::string, Value>::first);
    if (found == m_variables.rend())
        fail("undefined variable: " + name);
    found->second = value;
}

Value Evaluator::pipeline(const Value &dot, const Node *pipe)
{
    if (!pipe)
        return {};
    const Nesting nesting(*this);
    at(*pipe);
    Value value;
    const Value *final = nullptr;
    for (const std::unique_ptr<Node> &node : pipe->nodes) {
        value = command(dot, *node, final);
        value.boxed = false;
        final = &value;
    }
    for (const std::unique_ptr<Node> &variable : pipe->variables) {
        if (pipe->assigns)
            setVariable(variable->names[0], value);
        else
            m_variables.emplace_back(variable->names[0], value);
    }
    return value;
}

void Evaluator::notAFunction(const Arguments &words, const Value *final) const
{
    if (words.size() > 1 || final)
        fail("can't give argument to non-function " + printNode(*words[0]));
}

Value Evaluator::command(const Value &dot, const Node &node, const Value *final)
{
    // `final` may be the very value that the caller assigns the result to.
    const std::optional<Value> kept = final ? std::optional(*final) : std::nullopt;
    final = kept ? &*kept : nullptr;
    const Arguments words(node.nodes);
    const Node &first = *words[0];
    switch (first.kind) {
    case NodeKind::Field:
        return field(dot, first, words, final);
    case NodeKind::Chain:
        return chain(dot, first, words, final);
    case NodeKind::Identifier:
        return function(dot, first, node, words, final);
    case NodeKind::Pipe:
        notAFunction(words, final);
        return pipeline(dot, &first);
    case NodeKind::Variable:
        return variable(dot, first, words, final);
    default:
        break;
    }
    at(first);
    notAFunction(words, final);
    switch (first.kind) {
    case NodeKind::Bool:
        return boolValue(first.truth);
    case NodeKind::Dot:
        return dot;
    case NodeKind::Number:
        return constant(first);
    case NodeKind::String:
        return stringValue(first.value);
    default:
        fail("nil is not a command");
    }
}

/// Go's rules for a constant without type.
Value Evaluator::constant(const Node &node)
{
    at(node);
    const Number &number = node.number;
    if (number.isComplex) {
        Value value = floatValue(number.real);
        value.type = Type::Complex;
        value.imaginary = number.imaginary;
        return value;
    }
    const std::string &text = node.text;
    const bool hexadecimal = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X') &&
                             text.find_first_of("pP") == std::string::npos;
    const bool isFloat =
        number.isFloat && !hexadecimal && !text.starts_with('\'') && text.find_first_of(".eEpP") != std::string::npos;
    if (isFloat)
        return floatValue(number.real);
    if (number.isInteger)
        return intValue(number.integer);
    if (number.isUnsigned)
        fail(text + " overflows int");
    return {};
}

Value Evaluator::field(const Value &dot, const Node &node, const Arguments &words, const Value *final)
{
    at(node);
    return fields(dot, dot, node, node.names, words, final);
}

Value Evaluator::chain(const Value &dot, const Node &node, const Arguments &words, const Value *final)
{
    at(node);
    const Value receiver = argument(dot, std::nullopt, *node.operand);
    return fields(dot, receiver, node, node.names, words, final);
}

Value Evaluator::variable(const Value &dot, const Node &node, const Arguments &words, const Value *final)
{
    at(node);
    const auto found = std::ranges::find(m_variables.rbegin(), m_variables.rend(), node.names[0],
                                         &std::pair<std::string, Value>::first);
    if (found == m_variables.rend())
        fail("undefined variable: " + node.names[0]);
    if (node.names.size() == 1) {
        if (!words.empty())
            notAFunction(words, final);
        return found->second;
    }
    const Value receiver = found->second;
    return fields(dot, receiver, node, std::span(node.names).subspan(1), words, final);
}

Value Evaluator::fields(const Value &dot, Value receiver, const Node &node, std::span<const std::string> names,
                        const Arguments &words, const Value *final)
{
    for (const std::string &name : names.first(names.size() - 1))
        receiver = fieldOf(dot, name, node, {}, nullptr, receiver);
    return fieldOf(dot, names.back(), node, words, final, receiver);
}

Value Evaluator::fieldOf(const Value &dot, const std::string &name, const Node &node, const Arguments &words,
                         const Value *final, const Value &receiver)
{
    m_budget.charge(1);
    if (receiver.type == Type::None && !receiver.boxed)
        return {};
    const std::string type = receiver.boxed ? "interface {}" : typeName(receiver.type, m_context.since3);
    if (receiver.type == Type::None)
        fail("nil pointer evaluating " + type + "." + name);
    if (const TimeMethod *method = timeMethod(receiver.type, name))
        return methodOf(dot, *method, node, words, final, receiver);
    if (isUnsupportedTimeMethod(receiver.type, name))
        throw Unsupported{TRANSLATABLE("Core", "this method of a time")};
    const bool hasArguments = words.size() > 1 || final;
    if (receiver.kind() == Kind::Map) {
        if (hasArguments)
            fail(name + " is not a method but has arguments");
        if (receiver.type == Type::LabelMap) {
            const auto found = receiver.labels->find(name);
            return stringValue(found == receiver.labels->end() ? std::string() : found->second);
        }
        const auto found = receiver.map->find(name);
        Value value = found == receiver.map->end() ? Value() : found->second;
        value.boxed = true;
        return value;
    }
    const auto shared = [&](const auto &owner, const LabelMap &labels) {
        Value value;
        value.type = Type::LabelMap;
        value.labels = std::shared_ptr<const LabelMap>(owner, &labels);
        return value;
    };
    std::optional<Value> result;
    if (receiver.type == Type::AlertData) {
        if (name == "Labels")
            result = shared(receiver.data, receiver.data->labels);
        else if (name == "ExternalLabels")
            result = shared(receiver.data, receiver.data->externalLabels);
        else if (name == "ExternalURL")
            result = stringValue(receiver.data->externalUrl);
        else if (name == "Value")
            result = floatValue(receiver.data->value);
    } else if (receiver.type == Type::Sample && (name == "Labels" || name == "Value")) {
        if (receiver.isNull())
            fail("nil pointer evaluating " + type + "." + name);
        result =
            name == "Labels" ? shared(receiver.sample, receiver.sample->labels) : floatValue(receiver.sample->value);
    }
    if (!result)
        fail("can't evaluate field " + name + " in type " + type);
    if (hasArguments)
        fail(name + " has arguments but cannot be invoked as function");
    result->boxed = name == "Value" && m_context.since3;
    return *result;
}

Value Evaluator::methodOf(const Value &dot, const TimeMethod &method, const Node &node, const Arguments &words,
                          const Value *final, const Value &receiver)
{
    std::vector<Parameter> parameters;
    if (method.parameter != Type::None)
        parameters.push_back(method.parameter == Type::String ? Parameter::String
                             : method.parameter == Type::Time ? Parameter::Time
                                                              : Parameter::Duration);
    const std::vector<Value> arguments = argumentsOf(dot, method.name, parameters, false, words, final);
    (void)node;
    return method.call(receiver, arguments.empty() ? Value() : arguments.front());
}

Value Evaluator::function(const Value &dot, const Node &node, const Node &place, const Arguments &words,
                          const Value *final)
{
    at(node);
    const Function *function = findFunction(node.text, m_source.dialect());
    if (!function)
        fail(quoted(node.text) + " is not a defined function");
    if (node.text == "and" || node.text == "or")
        return shortCircuit(dot, *function, words, final);
    const std::vector<Value> arguments =
        argumentsOf(dot, function->name, function->parameters, function->variadic, words, final);
    try {
        Value value = function->call(m_context, arguments);
        constexpr std::size_t bytesPerStep = 256;
        m_budget.charge(value.text.size() / bytesPerStep);
        return value;
    } catch (const CallError &error) {
        at(place);
        fail("error calling " + node.text + ": " + error.message);
    } catch (const QueryNeeded &) {
        at(place);
        throw;
    } catch (const Unsupported &) {
        at(place);
        throw;
    }
}

Value Evaluator::shortCircuit(const Value &dot, const Function &function, const Arguments &words, const Value *final)
{
    const Arguments arguments = words.empty() ? words : words.subspan(1);
    if (arguments.size() + (final ? 1 : 0) < 1)
        fail("wrong number of args for " + std::string(function.name) + ": want at least 1 got 0");
    Value value;
    for (const std::unique_ptr<Node> &node : arguments) {
        value = argument(dot, Parameter::Reflected, *node);
        value.boxed = false;
        if (isTrue(value) == (function.name == "or"))
            return value;
    }
    return final ? *final : value;
}

std::vector<Value> Evaluator::argumentsOf(const Value &dot, std::string_view name,
                                          std::span<const Parameter> parameters, bool variadic, const Arguments &words,
                                          const Value *final)
{
    const Arguments given = words.empty() ? words : words.subspan(1);
    const std::size_t count = given.size() + (final ? 1 : 0);
    const std::size_t fixed = variadic ? parameters.size() - 1 : parameters.size();
    if (variadic && count < fixed)
        fail("wrong number of args for " + std::string(name) + ": want at least " + std::to_string(fixed) + " got " +
             std::to_string(given.size()));
    if (!variadic && count != fixed)
        fail("wrong number of args for " + std::string(name) + ": want " + std::to_string(fixed) + " got " +
             std::to_string(count));
    const auto parameterAt = [&](std::size_t i) { return parameters[std::min(i, parameters.size() - 1)]; };
    std::vector<Value> values;
    values.reserve(count);
    for (std::size_t i = 0; i < given.size(); ++i) {
        values.push_back(argument(dot, parameterAt(i), *given[i]));
        values.back().boxed = false;
    }
    if (final)
        values.push_back(validated(*final, parameterAt(given.size())));
    return values;
}

Value Evaluator::argument(const Value &dot, std::optional<Parameter> parameter, const Node &node)
{
    at(node);
    switch (node.kind) {
    case NodeKind::Dot:
        return validated(dot, parameter);
    case NodeKind::Nil: {
        if (!canBeNil(parameter))
            fail("cannot assign nil to " + nameOf(parameter));
        return validated({}, parameter);
    }
    case NodeKind::Field:
        return validated(field(dot, node, {}, nullptr), parameter);
    case NodeKind::Variable:
        return validated(variable(dot, node, {}, nullptr), parameter);
    case NodeKind::Pipe:
        return validated(pipeline(dot, &node), parameter);
    case NodeKind::Identifier:
        return validated(function(dot, node, node, {}, nullptr), parameter);
    case NodeKind::Chain:
        return validated(chain(dot, node, {}, nullptr), parameter);
    default:
        break;
    }
    if (takesAnything(parameter)) {
        if (node.kind == NodeKind::Bool)
            return boolValue(node.truth);
        return node.kind == NodeKind::String ? stringValue(node.value) : constant(node);
    }
    if (*parameter == Parameter::String) {
        if (node.kind != NodeKind::String)
            fail("expected string; found " + printNode(node));
        return stringValue(node.value);
    }
    if (*parameter == Parameter::Duration) {
        if (node.kind != NodeKind::Number || !node.number.isInteger)
            fail("expected integer; found " + printNode(node));
        return intValue(node.number.integer, Type::Duration);
    }
    fail("can't handle " + printNode(node) + " for arg of type " + nameOf(parameter));
}

Value Evaluator::validated(Value value, std::optional<Parameter> parameter) const
{
    if (takesAnything(parameter))
        return value;
    const Type wanted = *parameter == Parameter::String    ? Type::String
                        : *parameter == Parameter::Samples ? Type::Samples
                        : *parameter == Parameter::Sample  ? Type::Sample
                        : *parameter == Parameter::Time    ? Type::Time
                                                           : Type::Duration;
    if (value.type == Type::None && !value.boxed) {
        if (!canBeNil(parameter))
            fail("invalid value; expected " + nameOf(parameter));
        value.type = wanted;
        return value;
    }
    if (value.type != wanted)
        fail("wrong type for value; expected " + nameOf(parameter) + "; got " +
             (value.type == Type::None ? "interface {}" : typeName(value.type, m_context.since3)));
    return value;
}

} // namespace templates
