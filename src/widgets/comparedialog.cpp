#include "widgets/comparedialog.h"

#include "widgets/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace widgets {

namespace {

/// In the combo box: a RuleVersion::Kind, or this.
constexpr int endpointVersion = 100;

} // namespace

CompareDialog::CompareDialog(bool hasGitOps, const QString &endpoint, QWidget *parent)
    : QDialog(parent), m_problem(new QLabel(this)), m_compare(nullptr)
{
    setObjectName(QStringLiteral("compareDialog"));
    setWindowTitle(tr("Compare two versions of the rules"));
    m_before = makeChooser("before", hasGitOps, endpoint);
    m_after = makeChooser("after", hasGitOps, endpoint);
    const auto preset = [](const Chooser &chooser, workspace::RuleVersion::Kind kind) {
        chooser.kinds->setCurrentIndex(chooser.kinds->findData(int(kind)));
    };
    preset(m_before, workspace::RuleVersion::Kind::Revision);
    preset(m_after, workspace::RuleVersion::Kind::Buffers);
    auto *form = new QFormLayout;
    for (const auto &[label, chooser] : {std::pair(tr("&From"), &m_before), std::pair(tr("&To"), &m_after)}) {
        auto *row = new QHBoxLayout;
        row->addWidget(chooser->kinds);
        row->addWidget(chooser->revision, 1);
        form->addRow(label, row);
        if (auto *text = qobject_cast<QLabel *>(form->labelForField(row)))
            text->setBuddy(chooser->kinds);
    }
    m_problem->setWordWrap(true);
    QPalette problem = palette();
    problem.setColor(QPalette::WindowText, Theme::of(palette()).critical);
    m_problem->setPalette(problem);
    m_problem->setObjectName(QStringLiteral("compareProblem"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_compare = buttons->addButton(tr("&Compare"), QDialogButtonBox::ActionRole);
    m_compare->setObjectName(QStringLiteral("compareNow"));
    m_compare->setDefault(true);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_compare, &QPushButton::clicked, this, &CompareDialog::compareRequested);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addStretch();
    layout->addWidget(buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * 70);
    update();
}

CompareDialog::Chooser CompareDialog::makeChooser(const char *name, bool hasGitOps, const QString &endpoint)
{
    using Kind = workspace::RuleVersion::Kind;
    Chooser chooser{new QComboBox(this), new QLineEdit(this)};
    chooser.kinds->setObjectName(QLatin1String(name));
    chooser.revision->setObjectName(QLatin1String(name) + QStringLiteral("Revision"));
    chooser.revision->setText(QStringLiteral("HEAD"));
    chooser.revision->setAccessibleName(tr("Git revision"));
    chooser.revision->setToolTip(tr("A branch, a tag or a commit of the source repository: HEAD, main~3, an id."));
    chooser.kinds->addItem(tr("What is being edited"), int(Kind::Buffers));
    chooser.kinds->addItem(tr("Files on disk"), int(Kind::Disk));
    chooser.kinds->addItem(tr("Git revision"), int(Kind::Revision));
    if (hasGitOps)
        chooser.kinds->addItem(tr("GitOps copies"), int(Kind::GitOps));
    if (!endpoint.isEmpty())
        chooser.kinds->addItem(tr("Loaded at %1").arg(endpoint), endpointVersion);
    connect(chooser.kinds, &QComboBox::currentIndexChanged, this, &CompareDialog::update);
    connect(chooser.revision, &QLineEdit::textChanged, this, &CompareDialog::update);
    return chooser;
}

CompareDialog::Side CompareDialog::chosen(const Chooser &chooser)
{
    const int kind = chooser.kinds->currentData().toInt();
    if (kind == endpointVersion)
        return {std::nullopt, chooser.kinds->currentText()};
    const workspace::RuleVersion version{workspace::RuleVersion::Kind(kind), chooser.revision->text().trimmed()};
    const bool revision = version.kind == workspace::RuleVersion::Kind::Revision;
    return {version, revision ? version.revision : chooser.kinds->currentText()};
}

CompareDialog::Side CompareDialog::before() const
{
    return chosen(m_before);
}

CompareDialog::Side CompareDialog::after() const
{
    return chosen(m_after);
}

void CompareDialog::update()
{
    bool complete = true;
    for (const Chooser &chooser : {m_before, m_after}) {
        const bool revision = chooser.kinds->currentData().toInt() == int(workspace::RuleVersion::Kind::Revision);
        chooser.revision->setVisible(revision);
        complete = complete && !(revision && chooser.revision->text().trimmed().isEmpty());
    }
    if (m_compare)
        m_compare->setEnabled(complete && !m_busy);
    setProblem({});
}

void CompareDialog::setProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void CompareDialog::setBusy(bool busy)
{
    m_busy = busy;
    update();
}

} // namespace widgets
