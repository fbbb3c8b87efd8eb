#pragma once

#include <QFrame>

#include <functional>
#include <utility>
#include <vector>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QLabel;
QT_END_NAMESPACE

namespace widgets {

/// A bar above a panel: one sentence and what can be done about it. Replaces message boxes.
class MessageBar : public QFrame
{
    Q_OBJECT

public:
    enum class Kind { Info, Warning, Error };
    using Choice = std::pair<QString, std::function<void()>>;

    explicit MessageBar(QWidget *parent = nullptr);

    /// A choice hides the bar before it runs.
    void show(Kind kind, const QString &text, const std::vector<Choice> &choices = {});
    void clear();
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyTheme();

    Kind m_kind = Kind::Info;
    QLabel *m_icon;
    QLabel *m_label;
    QHBoxLayout *m_buttons;
};

} // namespace widgets
