#pragma once

#include "base/textdiff.h"

#include <QWidget>

#include <string>

namespace widgets {

class CodeEditor;
class ElidedLabel;

/// Two texts side by side: changed lines coloured and their changed words marked, what is equal folded away.
class DiffView : public QWidget
{
    Q_OBJECT

public:
    explicit DiffView(QWidget *parent = nullptr);

    void setTexts(const QString &beforeTitle, const std::string &before, const QString &afterTitle,
                  const std::string &after);
    void clear();

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();
    void applyTheme();

    std::string m_before;
    std::string m_after;
    ElidedLabel *m_beforeTitle;
    ElidedLabel *m_afterTitle;
    CodeEditor *m_old;
    CodeEditor *m_new;
    bool m_scrolling = false;
};

} // namespace widgets
