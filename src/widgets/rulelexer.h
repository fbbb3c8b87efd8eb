#pragma once

#include <Qsci/qscilexercustom.h>

namespace widgets {

/// Colours YAML with PromQL inside `expr:`, or PromQL alone. Works on what the editor asks for, from the start of the
/// item before it.
class RuleLexer : public QsciLexerCustom
{
    Q_OBJECT

public:
    enum class Language { Rules, PromQL };

    RuleLexer(Language language, QsciScintilla *editor);

    /// Takes the colours of the editor's palette again.
    void applyTheme();

    [[nodiscard]] const char *language() const override;
    [[nodiscard]] QString description(int style) const override;
    void styleText(int start, int end) override;
    [[nodiscard]] QColor defaultColor(int style) const override;
    [[nodiscard]] QColor defaultPaper(int style) const override;
    [[nodiscard]] QFont defaultFont(int style) const override;

private:
    Language m_language;
};

} // namespace widgets
