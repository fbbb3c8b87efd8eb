#pragma once

#include "widgets/codeeditor.h"

namespace widgets {

class Completer;
class RuleLexer;

/// A PromQL expression as a form field: coloured, completed, as high as its text up to a limit. Undo is the file's.
class ExprEditor : public CodeEditor
{
    Q_OBJECT

public:
    explicit ExprEditor(QWidget *parent = nullptr);

    [[nodiscard]] std::string expression() const { return bytes(); }
    /// Without exprEdited().
    void setExpression(const std::string &expr);
    [[nodiscard]] Completer *completer() const { return m_completer; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void exprEdited();

protected:
    void applyTheme() override;
    [[nodiscard]] QString hoverText(std::size_t offset) const override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitHeight();

    RuleLexer *m_lexer = nullptr;
    Completer *m_completer = nullptr;
};

} // namespace widgets
