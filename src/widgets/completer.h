#pragma once

#include "promql/completion.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace widgets {

/// What a function, aggregation or metric at the byte `offset` of an expression is; empty elsewhere, and for what the
/// dialect does not have.
[[nodiscard]] QString expressionHover(const std::string &expr, std::size_t offset, const promql::Dialect &dialect);

class CodeEditor;
class CompletionSource;

/// Offers PromQL names while one types in an editor, by the context at the cursor.
class Completer : public QObject
{
    Q_OBJECT

public:
    /// The expression at the editor's cursor and the cursor's byte in it.
    struct Place
    {
        std::string expr;
        std::size_t offset = 0;
    };
    using Locate = std::function<std::optional<Place>()>;
    /// The template of a label or an annotation at the cursor, and the expression of its rule.
    struct TemplatePlace
    {
        std::string text;
        std::size_t offset = 0;
        std::shared_ptr<const promql::Tree> tree;
    };
    using LocateTemplate = std::function<std::optional<TemplatePlace>()>;

    Completer(CodeEditor *editor, Locate locate);

    void setSource(CompletionSource *source);
    /// For editors that hold templates, too.
    void setTemplates(LocateTemplate locate) { m_locateTemplate = std::move(locate); }
    /// The language that is offered and explained.
    [[nodiscard]] promql::Dialect dialect() const;
    /// Shows the list at once, for whatever fits here.
    void complete();
    /// The signature of the call around the cursor, its argument at hand marked; hides it outside calls.
    void showCallHelp();

private:
    void completeTyped(int character);
    void offer(bool asked);
    void showList(std::vector<std::string> words, const promql::CompletionContext &context, std::size_t offset,
                  bool asked);
    void offerTemplate(bool asked);
    void present(std::vector<std::string> words, const std::string &typed, bool asked);

    CodeEditor *m_editor;
    Locate m_locate;
    LocateTemplate m_locateTemplate;
    QPointer<CompletionSource> m_source;
};

/// Whether the series have the label that a template names here, and why; empty elsewhere.
[[nodiscard]] QString templateHover(const Completer::TemplatePlace &place);

} // namespace widgets
