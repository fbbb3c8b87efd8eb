#include "widgets/reviewpage.h"

#include "widgets/dependencyview.h"
#include "widgets/diffview.h"
#include "widgets/elidedlabel.h"
#include "widgets/flowlayout.h"
#include "widgets/revieweditor.h"
#include "widgets/reviewfindings.h"
#include "widgets/reviewincidents.h"
#include "widgets/statepage.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableWidget>
#include <QTabWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace widgets {

namespace {

constexpr int fewestFamilyChars = 24;
constexpr int mostFamilyChars = 52;
/// What a view and its results show at least; more is scrolled.
constexpr int fewestViewLines = 10;

/// Scrolls what is too high, large text on a small screen, and is as wide as it has to be.
class TallArea : public QScrollArea
{
public:
    explicit TallArea(QWidget *content)
    {
        setFrameShape(QFrame::NoFrame);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setWidget(content);
    }

    [[nodiscard]] QSize minimumSizeHint() const override
    {
        constexpr int fewestLines = 8;
        return {widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width(),
                fewestLines * fontMetrics().lineSpacing()};
    }

protected:
    bool eventFilter(QObject *object, QEvent *event) override
    {
        if (object == widget() && event->type() == QEvent::LayoutRequest) {
            updateGeometry();
            fit();
        }
        return QScrollArea::eventFilter(object, event);
    }
    void resizeEvent(QResizeEvent *event) override
    {
        QScrollArea::resizeEvent(event);
        fit();
    }

private:
    /// What is resizable for Qt gets the height it would like, and the width under the scroll bar.
    void fit()
    {
        const QSize room = maximumViewportSize();
        const int least = widget()->minimumSizeHint().width();
        const auto heightAt = [this](int width) { return widget()->layout()->minimumHeightForWidth(width); };
        const int all = std::max(least, room.width());
        const int bar = heightAt(all) > room.height() ? verticalScrollBar()->sizeHint().width() : 0;
        const int width = std::max(least, room.width() - bar);
        widget()->resize(width, std::max(heightAt(width), room.height()));
    }
};

} // namespace

void ReviewPage::makeLayout()
{
    m_stack = new QStackedWidget(this);
    m_state = new StatePage(this);
    m_split = new QSplitter(Qt::Horizontal, this);
    m_families = new QTreeWidget(this);
    m_families->setObjectName("reviewFamilies");
    m_families->setColumnCount(2);
    m_families->header()->setStretchLastSection(false);
    m_families->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_families->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_families->setIndentation(12);
    m_families->setMinimumWidth(fontMetrics().averageCharWidth() * fewestFamilyChars);

    auto *detail = new QWidget(this);
    m_title = new ElidedLabel(detail);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_why = new QLabel(detail);
    m_why->setWordWrap(true);
    m_verdict = new QLabel(detail);
    m_verdict->setObjectName("reviewVerdict");
    m_verdict->setWordWrap(true);
    m_form = new QComboBox(detail);
    m_form->setObjectName("reviewForm");
    m_range = new QComboBox(detail);
    m_compare = new QPushButton(detail);
    m_compare->setObjectName("reviewCompare");
    m_meant = new QCheckBox(detail);
    m_meant->setObjectName("reviewMeant");
    m_reject = new QPushButton(detail);
    m_reject->setObjectName("reviewReject");
    m_accept = new QPushButton(detail);
    m_accept->setObjectName("reviewAccept");
    m_accept->setDefault(true);
    for (QComboBox *each : {m_form, m_range})
        each->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_title->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto *head = new FlowLayout;
    for (QWidget *each : std::initializer_list<QWidget *>{m_title, m_reject, m_accept})
        head->addWidget(each);
    auto *bar = new FlowLayout;
    for (QWidget *each : std::initializer_list<QWidget *>{m_form, m_range, m_compare, m_meant})
        bar->addWidget(each);

    m_reasonRow = new QWidget(detail);
    m_reason = new QLineEdit(m_reasonRow);
    m_reason->setObjectName("reviewReason");
    m_keepReason = new QPushButton(m_reasonRow);
    m_keepReason->setObjectName("reviewKeepReason");
    auto *reasonLayout = new QHBoxLayout(m_reasonRow);
    reasonLayout->setContentsMargins(0, 0, 0, 0);
    reasonLayout->addWidget(m_reason, 1);
    reasonLayout->addWidget(m_keepReason);
    m_reasonRow->hide();

    m_views = new QTabWidget(detail);
    m_views->setObjectName("reviewViews");
    m_views->setDocumentMode(true);
    m_changes = new QWidget(m_views);
    m_file = new QComboBox(m_changes);
    m_diff = new DiffView(m_changes);
    auto *changesLayout = new QVBoxLayout(m_changes);
    changesLayout->setContentsMargins(0, 0, 0, 0);
    changesLayout->addWidget(m_file);
    changesLayout->addWidget(m_diff, 1);
    m_graph = new DependencyView(m_views);
    m_graph->setObjectName("reviewGraph");
    m_graph->setComparisonFixed(true);
    m_forms = new QTableWidget(m_views);
    m_forms->setObjectName("reviewForms");
    m_forms->setWordWrap(true);
    // Rows are as high as their texts need at the columns' width, which is not known before they are shown.
    connect(m_forms->horizontalHeader(), &QHeaderView::sectionResized, m_forms, &QTableWidget::resizeRowsToContents,
            Qt::QueuedConnection);
    m_forms->setSelectionBehavior(QAbstractItemView::SelectColumns);
    m_forms->setSelectionMode(QAbstractItemView::SingleSelection);
    m_editor = new ReviewEditor(m_views);
    m_table = new QTreeWidget(m_views);
    m_table->setObjectName("reviewTable");
    m_table->setRootIsDecorated(false);
    for (QWidget *each : std::initializer_list<QWidget *>{m_changes, m_graph, m_forms, m_editor, m_table})
        m_views->addTab(each, QString());

    m_results = new QTabWidget(detail);
    m_results->setDocumentMode(true);
    m_findings = new ReviewFindings(m_results);
    m_incidents = new ReviewIncidents(m_results);
    m_results->addTab(m_findings, QString());
    m_results->addTab(m_incidents, QString());

    auto *foot = new FlowLayout;
    m_routes = new ElidedLabel(detail);
    m_routes->setObjectName("reviewRoutes");
    m_chooseRoutes = new QPushButton(detail);
    m_exportTest = new QPushButton(detail);
    m_exportTest->setObjectName("reviewExportTest");
    m_routes->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    for (QWidget *each : std::initializer_list<QWidget *>{m_routes, m_chooseRoutes, m_exportTest})
        foot->addWidget(each);

    auto *layout = new QVBoxLayout(detail);
    layout->addLayout(head);
    layout->addWidget(m_why);
    layout->addLayout(bar);
    layout->addWidget(m_verdict);
    layout->addWidget(m_reasonRow);
    for (QTabWidget *each : {m_views, m_results})
        each->setMinimumHeight(fontMetrics().lineSpacing() * fewestViewLines);
    auto *parts = new QSplitter(Qt::Vertical, detail);
    parts->addWidget(m_views);
    parts->addWidget(m_results);
    parts->setStretchFactor(0, 3);
    parts->setStretchFactor(1, 2);
    layout->addWidget(parts, 1);
    layout->addLayout(foot);

    m_split->addWidget(m_families);
    m_split->addWidget(new TallArea(detail));
    m_split->setStretchFactor(0, 0);
    m_split->setStretchFactor(1, 1);
    m_split->setCollapsible(0, false);
    connect(m_split, &QSplitter::splitterMoved, this, [this] { m_splitChosen = true; });
    m_stack->addWidget(m_state);
    m_stack->addWidget(m_split);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_stack);
    setFocusProxy(m_families);

    connect(m_chooseRoutes, &QPushButton::clicked, this, [this] {
        auto *dialog = new QFileDialog(this, tr("Alertmanager configuration"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setNameFilters({tr("YAML files (*.yml *.yaml)"), tr("All files (*)")});
        connect(dialog, &QFileDialog::fileSelected, this, &ReviewPage::setAlertmanager);
        dialog->open();
    });
    connect(m_exportTest, &QPushButton::clicked, this, [this] {
        auto *dialog = new QFileDialog(this, tr("Unit test for promtool"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setNameFilters({tr("YAML files (*.yml *.yaml)")});
        dialog->setDefaultSuffix("yaml");
        if (family() && !family()->members.empty())
            dialog->setDirectory(QFileInfo(QString::fromStdString(family()->members.front().ref.file)).absolutePath());
        if (family())
            dialog->selectFile(QString::fromStdString(family()->id).replace('/', '_') + "_test.yaml");
        connect(dialog, &QFileDialog::fileSelected, this, &ReviewPage::exportTest);
        dialog->open();
    });
}

void ReviewPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    shareWidth();
}

/// Large text leaves the list of families less of the width.
void ReviewPage::shareWidth()
{
    if (m_splitChosen)
        return;
    const int character = fontMetrics().averageCharWidth();
    const int families = std::clamp(width() * 3 / 10, character * fewestFamilyChars, character * mostFamilyChars);
    m_split->setSizes({families, std::max(0, width() - families - m_split->handleWidth())});
}

void ReviewPage::retranslate()
{
    const QVariant range = m_range->currentData();
    m_range->clear();
    m_range->addItem(tr("Last 6 hours"), 6 * 3600);
    m_range->addItem(tr("Last day"), 86400);
    m_range->addItem(tr("Last 7 days"), 7 * 86400);
    m_range->addItem(tr("Last 30 days"), 30 * 86400);
    m_range->setCurrentIndex(range.isValid() ? m_range->findData(range) : 2);
    m_accept->setText(tr("&Accept"));
    m_meant->setText(tr("Meant to &differ"));
    m_meant->setToolTip(tr("No comparison calls this change the same. Mark incidents to see which of the two rules "
                           "catches them."));
    m_reason->setPlaceholderText(tr("Why these rules stay as they are"));
    m_reason->setAccessibleName(tr("Reason of the rejection"));
    m_keepReason->setText(tr("&Keep the reason"));
    m_chooseRoutes->setText(tr("Alert&manager…"));
    m_exportTest->setText(tr("E&xport test…"));
    const QStringList views = {tr("Changes"), tr("Graph"), tr("Alternatives"), tr("Rules"), tr("Family")};
    for (int i = 0; i < views.size(); ++i)
        m_views->setTabText(i, views[i]);
    m_results->setTabText(0, tr("Findings"));
    m_results->setTabText(1, tr("Incidents"));
    m_families->setHeaderLabels({tr("Family"), tr("Verdict")});
    m_families->setAccessibleName(tr("Families of copied rules"));
    m_views->setAccessibleName(tr("Ways to see the proposal"));
    m_results->setAccessibleName(tr("What the comparison tells"));
    m_table->setAccessibleName(tr("What the members share and what varies"));
    m_forms->setAccessibleName(tr("Forms of the proposal side by side"));
    m_form->setAccessibleName(tr("Form of the proposal"));
    m_file->setAccessibleName(tr("Changed file"));
    m_range->setAccessibleName(tr("Range of the comparison"));
    updateButtons();
}

} // namespace widgets
