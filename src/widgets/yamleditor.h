#pragma once

#include "widgets/codeeditor.h"

namespace workspace {
class Document;
}

namespace widgets {

class Completer;
class RuleLexer;

/// The YAML of a document. Pushes what is typed into the document and takes in what others change; its undo is the
/// document's.
class YamlEditor : public CodeEditor
{
    Q_OBJECT

public:
    YamlEditor(workspace::Document *document, QWidget *parent = nullptr);

    /// The lines of the rule that is being looked at; an empty range for none.
    void setRuleRange(base::ByteRange range);
    [[nodiscard]] Completer *completer() const { return m_completer; }
    void toggleFolds();

protected:
    void applyTheme() override;
    [[nodiscard]] QString hoverText(std::size_t offset) const override;

private:
    void updateMargin();
    void updateFolds();

    workspace::Document *m_document;
    RuleLexer *m_lexer = nullptr;
    Completer *m_completer = nullptr;
    base::ByteRange m_ruleRange;
};

} // namespace widgets
