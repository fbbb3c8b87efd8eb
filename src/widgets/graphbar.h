#pragma once

#include "rules/graphfold.h"
#include "rules/graphqueries.h"

#include <QWidget>

#include <optional>
#include <set>
#include <string>

QT_BEGIN_NAMESPACE
class QAction;
class QActionGroup;
class QBoxLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QToolButton;
QT_END_NAMESPACE

namespace widgets {

/// What stands above the dependency graph: search, focus, filters, what is shown, export. Keeps what was chosen.
class GraphBar : public QWidget
{
    Q_OBJECT

public:
    /// The values that filters offer.
    struct Choices
    {
        std::set<std::string> severities;
        std::set<std::string> teams;
        std::set<std::string> files;
        std::set<std::string> groups;
    };

    explicit GraphBar(QWidget *parent = nullptr);

    void setChoices(Choices choices);
    /// Without certainties: they are the legend's.
    [[nodiscard]] const rules::GraphFilter &filter() const { return m_filter; }
    void setFilter(const rules::GraphFilter &filter);
    /// Nothing: as many folds as a picture needs.
    [[nodiscard]] std::optional<rules::Folding> folding() const { return m_folding; }
    void setFolding(std::optional<rules::Folding> folding);

    /// The id of the node that the picture is about; empty for none.
    [[nodiscard]] const std::string &focusId() const { return m_focusId; }
    [[nodiscard]] rules::Direction direction() const { return m_direction; }
    [[nodiscard]] std::size_t hops() const { return m_hops; }
    void setFocus(const std::string &id, const QString &name, rules::Direction direction, std::size_t hops);
    void clearFocus();
    /// What the focus button offers to focus on; an empty id for nothing.
    void setSelection(const std::string &id, const QString &name);

    [[nodiscard]] QLineEdit *searchField() const { return m_search; }
    void setMatchText(const QString &text);
    void setCountText(const QString &text);
    void setFindingsText(const QString &text);
    /// Whether it offers to choose two versions.
    void setComparable(bool comparable);
    [[nodiscard]] QAction *legendAction() const { return m_legend; }
    [[nodiscard]] QAction *listAction() const { return m_list; }
    /// That of two rows: it need not be wider for one.
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    /// Filter, focus or folding: another picture.
    void changed();
    /// Before changed(): folds that were opened close.
    void foldingChosen();
    void searched(const QString &text);
    /// 1: the next match, −1: the one before.
    void matchRequested(int step);
    void fitRequested();
    void zoomRequested(double factor);
    /// A suffix like `svg`.
    void exportRequested(const QString &format);
    void compareRequested();
    void findingsRequested();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    void arrangeRows();
    void retranslate();
    void applyTheme();
    void fillFilters();
    void fillView();
    void fillExport();
    void addValues(QMenu *menu, const std::set<std::string> &values, std::set<std::string> rules::GraphFilter::*chosen);
    void showFocus();
    void showFilter();
    [[nodiscard]] int activeFilters() const;

    Choices m_choices;
    rules::GraphFilter m_filter;
    std::optional<rules::Folding> m_folding;
    std::string m_focusId;
    QString m_focusName;
    std::string m_selectionId;
    QString m_selectionName;
    rules::Direction m_direction = rules::Direction::Both;
    std::size_t m_hops = 2;

    /// The two halves: beside each other, or below where there is no room.
    QBoxLayout *m_rows = nullptr;
    QBoxLayout *m_left = nullptr;
    QBoxLayout *m_right = nullptr;
    QLineEdit *m_search = nullptr;
    QLabel *m_matches = nullptr;
    QToolButton *m_focus = nullptr;
    QToolButton *m_directionButton = nullptr;
    QToolButton *m_hopsButton = nullptr;
    QToolButton *m_filterButton = nullptr;
    QToolButton *m_viewButton = nullptr;
    QLabel *m_counts = nullptr;
    QToolButton *m_findings = nullptr;
    QToolButton *m_compare = nullptr;
    QToolButton *m_zoomOut = nullptr;
    QToolButton *m_zoomIn = nullptr;
    QToolButton *m_fit = nullptr;
    QToolButton *m_export = nullptr;
    QAction *m_legend = nullptr;
    QAction *m_list = nullptr;
};

} // namespace widgets
