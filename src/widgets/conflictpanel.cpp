#include "widgets/conflictpanel.h"

#include "widgets/appearance.h"
#include "widgets/coretext.h"
#include "widgets/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTime>
#include <QEvent>
#include <QFile>
#include <QFileInfo>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTreeWidget>

namespace widgets {

namespace {

using Kind = workspace::TwinChoice::Kind;
using Choice = yaml::TwinDecision::Choice;

constexpr int linesShown = 4;

} // namespace

ConflictPanel::ConflictPanel(QWidget *parent)
    : QWidget(parent),
      m_howLabel(new QLabel(this)),
      m_how(new QComboBox(this)),
      m_past(new QLabel(this)),
      m_catchUp(new QCheckBox(this)),
      m_missing(new QLabel(this)),
      m_list(new QTreeWidget(this)),
      m_columns(new QWidget(this)),
      m_buttons(new QWidget(this)),
      m_takeSource(new QPushButton(this)),
      m_keepCopy(new QPushButton(this)),
      m_editText(new QPushButton(this)),
      m_ownLabel(new QLabel(this)),
      m_own(new QPlainTextEdit(this)),
      m_useOwn(new QPushButton(this))
{
    setObjectName("conflictPanel");
    m_how->setObjectName("howCopyChanges");
    m_catchUp->setObjectName("catchUp");
    m_missing->setObjectName("notTransferred");
    m_past->setObjectName("commonPast");
    for (QLabel *label : {m_past, m_missing}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    m_list->setObjectName("conflicts");
    m_takeSource->setObjectName("takeSource");
    m_keepCopy->setObjectName("keepCopy");
    m_editText->setObjectName("editConflict");
    m_own->setObjectName("ownText");
    m_useOwn->setObjectName("useOwnText");
    m_howLabel->setBuddy(m_how);
    m_how->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_list->setColumnCount(2);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_ownLabel->setWordWrap(true);
    m_own->setTabChangesFocus(true);

    auto *columns = new QGridLayout(m_columns);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setHorizontalSpacing(8);
    columns->setVerticalSpacing(4);
    for (int i = 0; i < 3; ++i) {
        const auto at = static_cast<std::size_t>(i);
        m_titles[at] = new QLabel(m_columns);
        m_texts[at] = new QPlainTextEdit(m_columns);
        m_texts[at]->setReadOnly(true);
        m_texts[at]->setTabChangesFocus(true);
        m_texts[at]->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        columns->addWidget(m_titles[at], 0, i);
        columns->addWidget(m_texts[at], 1, i);
        columns->setColumnStretch(i, 1);
    }
    // The room that is left belongs below the buttons.
    m_columns->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *buttons = new QHBoxLayout(m_buttons);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(8);
    buttons->addWidget(m_takeSource);
    buttons->addWidget(m_keepCopy);
    buttons->addWidget(m_editText);
    buttons->addStretch();
    auto *how = new QHBoxLayout;
    how->setSpacing(8);
    how->addWidget(m_howLabel);
    how->addWidget(m_how);
    how->addWidget(m_past, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(8);
    layout->addLayout(how);
    layout->addWidget(m_catchUp);
    layout->addWidget(m_missing);
    layout->addWidget(m_list);
    layout->addWidget(m_columns);
    layout->addWidget(m_buttons);
    layout->addWidget(m_ownLabel);
    layout->addWidget(m_own);
    layout->addWidget(m_useOwn, 0, Qt::AlignLeft);
    layout->addStretch();

    connect(m_list, &QTreeWidget::currentItemChanged, this, &ConflictPanel::showConflict);
    connect(m_how, &QComboBox::activated, this, [this](int index) {
        const auto kind = static_cast<Kind>(m_how->itemData(index).toInt());
        if (kind == Kind::Text) {
            QFile file(m_copy.path);
            edit(file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString());
            return;
        }
        workspace::TwinChoice choice = m_copy.choice;
        choice.kind = kind;
        emit chosen(m_copy.path, choice);
    });
    connect(m_catchUp, &QCheckBox::clicked, this, [this](bool on) {
        workspace::TwinChoice choice = m_copy.choice;
        choice.catchUp = on;
        // The conflicts are others then.
        choice.decisions.clear();
        emit chosen(m_copy.path, choice);
    });
    connect(m_takeSource, &QPushButton::clicked, this, [this] { decide(Choice::Source); });
    connect(m_keepCopy, &QPushButton::clicked, this, [this] { decide(Choice::Twin); });
    connect(m_editText, &QPushButton::clicked, this, [this] {
        if (const yaml::TwinConflict *conflict = current())
            edit(QString::fromStdString(conflict->after));
    });
    connect(m_useOwn, &QPushButton::clicked, this, &ConflictPanel::useText);
    retranslate();
}

void ConflictPanel::setCopy(Copy copy)
{
    m_copy = std::move(copy);
    fill();
}

void ConflictPanel::fill()
{
    m_filling = true;
    m_how->clear();
    m_how->addItem(tr("carry the edit"), static_cast<int>(Kind::Carry));
    if (m_copy.copyable)
        m_how->addItem(tr("copy the whole source file"), static_cast<int>(Kind::CopySource));
    m_how->addItem(tr("leave the copy as it is"), static_cast<int>(Kind::LeaveTwin));
    m_how->addItem(tr("write it by hand"), static_cast<int>(Kind::Text));
    m_how->setCurrentIndex(m_how->findData(static_cast<int>(m_copy.choice.kind)));
    showHistory();
    m_list->clear();
    QTreeWidgetItem *open = nullptr;
    const Theme &theme = Theme::current();
    for (std::size_t i = 0; i < m_copy.conflicts.size(); ++i) {
        const yaml::TwinConflict &conflict = m_copy.conflicts[i];
        auto *item = new QTreeWidgetItem(m_list, {QString::fromStdString(conflict.path), decisionText(conflict)});
        item->setData(0, Qt::UserRole, static_cast<int>(i));
        item->setToolTip(0, translated(conflict.text));
        const bool settled = m_copy.choice.decisions.contains(conflict.id);
        item->setForeground(1, settled ? theme.fine : theme.critical);
        if (!settled && !open)
            open = item;
    }
    m_filling = false;
    const bool byPlace = m_copy.choice.kind == Kind::Carry && !m_copy.conflicts.empty();
    for (QWidget *each : std::initializer_list<QWidget *>{m_list, m_columns, m_buttons})
        each->setVisible(byPlace);
    const int rows = std::min<int>(linesShown, static_cast<int>(m_copy.conflicts.size()));
    m_list->setFixedHeight(rows * (m_list->fontMetrics().lineSpacing() + 6) + 4);
    m_own->hide();
    m_useOwn->hide();
    m_ownLabel->setVisible(!m_copy.losesLines.empty());
    if (!m_copy.losesLines.empty()) {
        QStringList lines;
        for (const std::string &line : m_copy.losesLines)
            lines += QString::fromStdString(line);
        constexpr qsizetype mostLines = 12;
        const qsizetype more = lines.size() - mostLines;
        m_ownLabel->setTextFormat(Qt::PlainText);
        m_ownLabel->setText(tr("These lines are only in the copy and will be gone:") + '\n' +
                            lines.mid(0, mostLines).join('\n') +
                            (more > 0 ? '\n' + tr("and %n more", nullptr, static_cast<int>(more)) : QString()));
    }
    if (byPlace)
        m_list->setCurrentItem(open ? open : m_list->topLevelItem(0));
    showConflict();
}

void ConflictPanel::showHistory()
{
    using Ground = workspace::TwinHistory::Ground;
    constexpr qsizetype idLength = 7;
    const workspace::TwinHistory *history = m_copy.history ? &*m_copy.history : nullptr;
    const bool behind = history && !history->notTransferred.empty();
    const bool carried = m_copy.choice.kind == Kind::Carry;
    m_past->setVisible(history && carried);
    m_catchUp->setVisible(behind && carried);
    m_missing->setVisible(behind && carried);
    if (!history)
        return;
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, Theme::current().muted);
    m_past->setPalette(colors);
    const QString id = history->commonId.left(idLength);
    switch (history->ground) {
    case Ground::SavedTogether:
        m_past->setText(tr("The copy had all of the source in %1, which was saved to both.").arg(id));
        break;
    case Ground::SameContent:
        m_past->setText(tr("The copy had all of the source in %1.").arg(id));
        break;
    case Ground::SameChanges:
        m_past->setText(tr("The copy never had all of the source; each commit was looked for in it."));
        break;
    case Ground::Unknown:
        m_past->setText(tr("When the copy last had all of the source is not known.") + ' ' +
                        translated(history->unknown));
        break;
    }
    if (!behind)
        return;
    m_catchUp->setText(
        tr("Also carry what was committed to the source before and never reached the copy (%n commit(s))", nullptr,
           static_cast<int>(history->notTransferred.size())));
    m_catchUp->setChecked(m_copy.choice.catchUp);
    QStringList lines;
    constexpr std::size_t mostCommits = 6;
    const QLocale locale;
    for (std::size_t i = 0; i < std::min(mostCommits, history->notTransferred.size()); ++i) {
        const workspace::SourceChange &change = history->notTransferred[i];
        const QString day = locale.toString(QDateTime::fromSecsSinceEpoch(change.time).date(), QLocale::ShortFormat);
        lines += change.commitId.left(idLength) + "  " + day + "  " + change.author + "  " + change.subject;
    }
    if (history->notTransferred.size() > mostCommits)
        lines += tr("and %n more", nullptr, static_cast<int>(history->notTransferred.size() - mostCommits));
    m_missing->setText(lines.join('\n'));
}

const yaml::TwinConflict *ConflictPanel::current() const
{
    const QTreeWidgetItem *item = m_list->currentItem();
    const int index = item ? item->data(0, Qt::UserRole).toInt() : -1;
    return index < 0 ? nullptr : &m_copy.conflicts[static_cast<std::size_t>(index)];
}

QString ConflictPanel::decisionText(const yaml::TwinConflict &conflict) const
{
    const auto found = m_copy.choice.decisions.find(conflict.id);
    if (found == m_copy.choice.decisions.end())
        return tr("open");
    return found->second.choice == Choice::Source ? tr("the source's")
           : found->second.choice == Choice::Twin ? tr("the copy's")
                                                  : tr("own text");
}

void ConflictPanel::showConflict()
{
    if (m_filling)
        return;
    const yaml::TwinConflict *conflict = current();
    if (!conflict)
        return;
    const std::array<const std::string *, 3> texts = {&conflict->before, &conflict->after, &conflict->twin};
    int lines = 1;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        m_texts[i]->setPlainText(texts[i]->empty() ? tr("(not there)") : QString::fromStdString(*texts[i]));
        lines = std::max(lines, m_texts[i]->document()->blockCount());
    }
    const int height =
        QFontMetrics(fixedFont()).lineSpacing() * std::min(lines + 1, 8) + QFontMetrics(fixedFont()).lineSpacing();
    for (QPlainTextEdit *text : m_texts)
        text->setFixedHeight(height);
    const bool byPlace = conflict->kind != yaml::TwinConflict::Kind::NotCarried;
    m_takeSource->setEnabled(byPlace);
    m_keepCopy->setEnabled(byPlace);
    m_editText->setEnabled(conflict->kind == yaml::TwinConflict::Kind::BothChanged);
    m_own->hide();
    m_useOwn->hide();
}

void ConflictPanel::decide(Choice choice)
{
    const yaml::TwinConflict *conflict = current();
    if (!conflict)
        return;
    workspace::TwinChoice changed = m_copy.choice;
    changed.kind = Kind::Carry;
    changed.decisions[conflict->id] = {choice, {}};
    emit chosen(m_copy.path, changed);
}

void ConflictPanel::edit(const QString &text)
{
    m_own->setFont(fixedFont());
    m_own->setPlainText(text);
    m_own->setMinimumHeight(QFontMetrics(fixedFont()).lineSpacing() * 6 + 12);
    m_own->show();
    m_useOwn->show();
    m_own->setFocus();
}

void ConflictPanel::useText()
{
    const std::string text = m_own->toPlainText().toStdString();
    workspace::TwinChoice changed = m_copy.choice;
    if (m_how->currentData().toInt() == static_cast<int>(Kind::Text)) {
        changed.kind = Kind::Text;
        changed.text = text;
    } else if (const yaml::TwinConflict *conflict = current()) {
        changed.kind = Kind::Carry;
        changed.decisions[conflict->id] = {Choice::Text, text};
    }
    emit chosen(m_copy.path, changed);
}

void ConflictPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        fill();
    }
    QWidget::changeEvent(event);
}

void ConflictPanel::retranslate()
{
    m_howLabel->setText(tr("How this copy changes:"));
    m_how->setAccessibleName(tr("How this copy changes"));
    m_list->setAccessibleName(tr("Places that differ on both sides"));
    const std::array<QString, 3> titles = {tr("Source before"), tr("Source now"), tr("GitOps copy")};
    for (std::size_t i = 0; i < titles.size(); ++i) {
        m_titles[i]->setText(titles[i]);
        m_texts[i]->setAccessibleName(titles[i]);
        m_texts[i]->setFont(fixedFont());
    }
    m_takeSource->setText(tr("Take the source's"));
    m_keepCopy->setText(tr("Keep the copy's"));
    m_editText->setText(tr("Edit…"));
    m_own->setAccessibleName(tr("Text for the copy"));
    m_useOwn->setText(tr("Use this text"));
}

} // namespace widgets
