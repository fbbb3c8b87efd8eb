#pragma once

#include <QWidget>

#include <functional>
#include <vector>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QMenu;
class QToolButton;
QT_END_NAMESPACE

namespace widgets {

/// Where the cursor is, from the file to the rule. Each step is a button whose menu holds what stands beside it.
/// Reached with F6; the arrow keys go from step to step, Down, Enter and Space open the menu.
class Breadcrumb : public QWidget
{
    Q_OBJECT

public:
    struct Place
    {
        QString name;
        std::function<void()> go;
    };
    struct Step
    {
        QString name;
        /// For screen readers: "Rule group gateway".
        QString description;
        /// Asked when the menu opens: what the step could lead to instead, in the order of the file.
        std::function<std::vector<Place>()> siblings;
    };

    explicit Breadcrumb(QWidget *parent = nullptr);

    void setSteps(std::vector<Step> steps);
    /// The names with ` › ` between them.
    [[nodiscard]] QString text() const;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QToolButton *addButton();
    /// Cuts the longest names until all of them have room.
    void fitNames();
    void fill(QMenu *menu, std::size_t step) const;
    void retranslate();

    QHBoxLayout *m_layout;
    std::vector<Step> m_steps;
    /// One for each step that was ever shown; the ones behind the last step are hidden.
    std::vector<QToolButton *> m_buttons;
};

} // namespace widgets
