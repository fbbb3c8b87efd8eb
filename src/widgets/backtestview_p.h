#pragma once

#include "widgets/backtestview.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QStringList>
#include <QTableWidget>
#include <QTimer>
#include <QTreeWidget>

namespace widgets {

inline constexpr int backtestProgressSteps = 1000;
/// Of an item of the table: the id of its rule.
inline constexpr int backtestRuleRole = Qt::UserRole;

struct BacktestView::Private
{
    BacktestView *q;
    BacktestSession *session;
    RulesProvider provider;
    bool hasClient = false;
    std::optional<rules::RuleRef> rule;
    double from = 0;
    double to = 0;
    /// The rules, the rule or the range changed since the last run.
    bool stale = true;
    bool started = false;

    QComboBox *scope = new QComboBox;
    QPushButton *runButton = new QPushButton;
    QWidget *progressRow = new QWidget;
    QProgressBar *progress = new QProgressBar;
    QLabel *estimate = new QLabel;
    QPushButton *cancel = new QPushButton;
    QLabel *verdict = new QLabel;
    QLabel *before = new QLabel;
    QLabel *method = new QLabel;
    QLabel *caveats = new QLabel;
    QLabel *agreement = new QLabel;
    QListWidget *differences = new QListWidget;
    QLabel *whatIfTitle = new QLabel;
    QTableWidget *whatIf = new QTableWidget;
    QTreeWidget *alerts = new QTreeWidget;
    QPushButton *showSent = new QPushButton;
    QPlainTextEdit *sent = new QPlainTextEdit;
    QLabel *staleNote = new QLabel;
    QTimer delay;
    QTimer manySoon;
    /// Rows of renderMany(): by the place of their outcome, with the result that they show.
    std::vector<std::pair<QTreeWidgetItem *, const void *>> rows;
    /// By the group's id: what tells its rules of one name apart.
    std::map<std::string, QStringList> distinctionsOfGroups;
    /// What resultChanged() told last.
    std::shared_ptr<const backtest::BacktestResult> shownResult;
    std::shared_ptr<const backtest::BacktestResult> shownBefore;
    /// The newest threshold that somebody asks about, while another is being answered.
    std::optional<double> nextWhatIf;
    bool answersWhatIf = false;
    QTimer offerCancel;

    explicit Private(BacktestView *view) : q(view), session(new BacktestSession(view)) {}

    void build();
    void name(QWidget *widget, const char *objectName) { widget->setObjectName(QLatin1String(objectName)); }
    void retranslate();
    void applyTheme();
    void schedule();
    void start();
    void render();
    void renderIdle();
    void renderOne(const BacktestOutcome &outcome);
    void renderMany();
    void addRule(const BacktestOutcome &outcome, QTreeWidgetItem *item);
    [[nodiscard]] QString distinctionOf(const rules::RuleRef &ref);
    void renderStale();
    void renderAgreement(const backtest::BacktestResult &result);
    void renderProgress();
    void hideDetails();
    [[nodiscard]] Scope chosen() const { return static_cast<Scope>(std::max(0, scope->currentIndex())); }
    [[nodiscard]] bool currentIsAlert();
    /// Something failed or was cancelled, and nothing changed since.
    [[nodiscard]] bool goesOn() const { return started && !stale && session->canResume(); }
    [[nodiscard]] const BacktestOutcome *current() const;
};

} // namespace widgets
