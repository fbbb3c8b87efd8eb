#include "widgets/changedialog.h"

#include "rules/duration.h"
#include "rules/rename.h"
#include "rules/search.h"
#include "rules/sharededits.h"
#include "widgets/coretext.h"
#include "widgets/diffview.h"
#include "widgets/placeslist.h"
#include "workspace/workspace.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace widgets {

namespace {

constexpr int searchDelay = 150;

enum Mode { PlainMode, RegexMode, FieldMode };

/// The line around `at` with the edits that lie within it; empty where a change is larger than that.
QString lineAfter(const std::string &text, const base::TextEdits &edits, std::size_t at)
{
    const std::size_t start = at == 0 ? 0 : text.find_last_of('\n', at - 1) + 1;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    base::TextEdits inside;
    for (const base::TextEdit &edit : edits) {
        if (edit.range.end < start || edit.range.start > end)
            continue;
        if (edit.range.start < start || edit.range.end > end || edit.text.find('\n') != std::string::npos)
            return {};
        inside.push_back({{edit.range.start - start, edit.range.end - start}, edit.text});
    }
    const auto line = base::applyEdits(std::string_view(text).substr(start, end - start), std::move(inside));
    return line ? QString::fromStdString(*line).trimmed() : QString();
}

} // namespace

/// What the fields ask for.
struct ChangeDialog::Found
{
    std::vector<PlacesList::Place> places;
    std::vector<FileChange> changes;
    std::optional<base::Text> problem;
    /// Rules that were not chosen and change all the same, through an anchor.
    QStringList others;
};

ChangeDialog::ChangeDialog(Task task, workspace::Workspace *workspace, QWidget *parent)
    : QDialog(parent), m_task(task), m_workspace(workspace)
{
    setObjectName("changeDialog");
    setAttribute(Qt::WA_DeleteOnClose);
    m_timer = new QTimer(this);
    m_timer->setSingleShot(true);
    m_timer->setInterval(searchDelay);
    connect(m_timer, &QTimer::timeout, this, &ChangeDialog::update);
    makeRows();
    retranslate();
    resize(fontMetrics().averageCharWidth() * 120, fontMetrics().height() * 42);
    update();
}

void ChangeDialog::makeRows()
{
    m_rows = new QFormLayout;
    QFormLayout *form = m_rows;
    const auto soon = [this] { m_timer->start(); };
    const auto line = [&](const char *name) {
        auto *edit = new QLineEdit(this);
        edit->setObjectName(name);
        connect(edit, &QLineEdit::textChanged, this, soon);
        return edit;
    };
    m_mode = new QComboBox(this);
    m_mode->setObjectName("changeMode");
    m_search = line("changeSearch");
    m_value = line("changeValue");
    m_field = new QComboBox(this);
    m_field->setObjectName("changeField");
    m_field->setEditable(true);
    m_field->addItems({"labels.severity", "for", "keep_firing_for", "annotations.runbook_url", "expr", "name"});
    m_matchCase = new QCheckBox(this);
    m_wholeWords = new QCheckBox(this);
    m_remove = new QCheckBox(this);
    m_remove->setObjectName("changeRemove");
    connect(m_mode, &QComboBox::currentIndexChanged, this, &ChangeDialog::update);
    connect(m_field, &QComboBox::editTextChanged, this, soon);
    for (QCheckBox *box : {m_matchCase, m_wholeWords, m_remove})
        connect(box, &QCheckBox::toggled, this, soon);
    const bool replaces = m_task == Task::Replace;
    if (replaces)
        form->addRow(tr("Find"), m_mode);
    if (m_task != Task::Rename)
        form->addRow(tr("Field"), m_field);
    if (m_task != Task::SetField)
        form->addRow(replaces ? tr("Text") : tr("Name"), m_search);
    form->addRow(replaces ? tr("Replace with") : m_task == Task::Rename ? tr("New name") : tr("Value"), m_value);
    if (replaces)
        form->addRow(QString(), m_matchCase);
    if (replaces)
        form->addRow(QString(), m_wholeWords);
    if (m_task != Task::Rename)
        form->addRow(QString(), m_remove);
    for (QWidget *each : std::initializer_list<QWidget *>{m_mode, m_search, m_matchCase, m_wholeWords})
        each->setVisible(replaces || (each == m_search && m_task == Task::Rename));
    m_field->setVisible(m_task != Task::Rename);
    m_remove->setVisible(m_task != Task::Rename);
    m_search->setReadOnly(m_task == Task::Rename);
    m_places = new PlacesList(this);
    m_places->setObjectName("changePlaces");
    connect(m_places, &PlacesList::placeActivated, this, &ChangeDialog::placeActivated);
    connect(m_places, &QTreeWidget::currentItemChanged, this, &ChangeDialog::showDifference);
    m_difference = new DiffView(this);
    m_difference->setObjectName("changeDifference");
    auto *results = new QSplitter(Qt::Vertical, this);
    results->setChildrenCollapsible(false);
    results->addWidget(m_places);
    results->addWidget(m_difference);
    results->setStretchFactor(0, 2);
    results->setStretchFactor(1, 3);
    m_status = new QLabel(this);
    m_status->setObjectName("changeStatus");
    m_status->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_apply = buttons->addButton(QString(), QDialogButtonBox::ActionRole);
    m_apply->setObjectName("changeApply");
    m_apply->setDefault(true);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_apply, &QPushButton::clicked, this, [this] {
        // What is shown is what is done.
        update();
        if (m_changes.empty())
            return;
        emit changesChosen(m_changes);
        if (m_task == Task::Replace)
            update();
        else
            accept();
    });
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(results, 1);
    layout->addWidget(m_status);
    layout->addWidget(buttons);
}

void ChangeDialog::retranslate()
{
    setWindowTitle(m_task == Task::Replace  ? tr("Find and replace in the workspace")
                   : m_task == Task::Rename ? tr("Rename a recording rule")
                                            : tr("Set a field of several rules"));
    m_mode->addItems({tr("Text"), tr("Regular expression"), tr("Rules whose field matches")});
    m_matchCase->setText(tr("Match case"));
    m_wholeWords->setText(tr("Whole words"));
    m_remove->setText(tr("Remove the field"));
    m_search->setAccessibleName(tr("Find"));
    m_value->setAccessibleName(tr("New value"));
    m_field->setAccessibleName(tr("Field"));
    m_places->setAccessibleName(tr("Places"));
    m_apply->setText(tr("Change"));
}

void ChangeDialog::setSearch(const QString &text)
{
    m_search->setText(text);
    if (m_task == Task::Rename) {
        m_value->setText(text);
        m_value->selectAll();
        m_value->setFocus();
    }
    update();
}

void ChangeDialog::setRules(std::vector<rules::RuleRef> refs)
{
    m_rules = std::move(refs);
    update();
}

std::shared_ptr<const rules::RuleDocument> ChangeDialog::rulesOf(const QString &path) const
{
    std::shared_ptr<const rules::RuleDocument> &known = m_documents[path];
    if (known)
        return known;
    if (const workspace::Document *document = m_workspace->openDocument(path))
        known = document->rulesVersion() == document->version()
                    ? document->rules()
                    : rules::load(path.toStdString(), document->text(), document->rules()->dialect());
    else if (const workspace::RuleFile *file = m_workspace->findFile(path))
        known = file->rules;
    return known;
}

std::optional<std::string> ChangeDialog::newValue() const
{
    return m_remove->isChecked() ? std::nullopt : std::optional(m_value->text().toStdString());
}

void ChangeDialog::findInTexts(Found &found) const
{
    const rules::TextQuery query{m_search->text().toStdString(), m_mode->currentIndex() == RegexMode,
                                 m_matchCase->isChecked(), m_wholeWords->isChecked()};
    for (const workspace::RuleFile &file : m_workspace->files()) {
        const auto document = rulesOf(file.path);
        const auto ranges = rules::findText(document->text(), query);
        if (!ranges) {
            found.problem = ranges.error().text;
            return;
        }
        for (const base::ByteRange &range : *ranges)
            found.places.push_back({file.path, range, {}, {}});
        auto edits = rules::replaceTextEdits(document->text(), query, m_value->text().toStdString());
        if (!edits) {
            found.problem = edits.error().text;
            return;
        }
        if (!edits->empty() && !document->readOnlyReason())
            found.changes.push_back({file.path, std::move(*edits)});
    }
}

void ChangeDialog::findByField(Found &found) const
{
    const auto path = rules::FieldPath::parse(m_field->currentText().toStdString());
    if (!path) {
        found.problem = path.error().text;
        return;
    }
    const rules::FieldQuery query{
        *path, {m_search->text().toStdString(), true, m_matchCase->isChecked(), m_wholeWords->isChecked()}, false};
    for (const workspace::RuleFile &file : m_workspace->files()) {
        const auto document = rulesOf(file.path);
        const auto refs = rules::findRules(*document, query);
        if (!refs) {
            found.problem = refs.error().text;
            return;
        }
        for (const rules::RuleRef &ref : *refs)
            found.places.push_back({file.path, document->find(ref)->name.range, {}, {}});
        auto edits = refs->empty() ? base::Result<base::TextEdits>(base::TextEdits{})
                                   : rules::setFieldOfRulesEdits(*document, *refs, *path, newValue());
        if (!edits)
            found.problem = edits.error().text;
        else if (!edits->empty())
            found.changes.push_back({file.path, std::move(*edits)});
    }
}

void ChangeDialog::findRename(Found &found) const
{
    std::vector<std::shared_ptr<const rules::RuleDocument>> documents;
    for (const workspace::RuleFile &file : m_workspace->files()) {
        if (!file.twin)
            documents.push_back(rulesOf(file.path));
    }
    auto rename = rules::renameRecordingRule(documents, m_search->text().toStdString(), m_value->text().toStdString());
    if (!rename) {
        found.problem = rename.error().text;
        return;
    }
    for (rules::FileEdits &file : rename->files) {
        const QString path = QString::fromStdString(file.document->file());
        for (const base::TextEdit &edit : file.edits)
            found.places.push_back({path, edit.range, {}, {}});
        if (m_search->text() != m_value->text())
            found.changes.push_back({path, std::move(file.edits)});
    }
    for (const rules::UnclearPlace &place : rename->unclear)
        found.places.push_back(
            {QString::fromStdString(place.file), place.range, tr("Not changed: %1").arg(translated(place.reason)), {}});
}

void ChangeDialog::findFields(Found &found) const
{
    const auto path = rules::FieldPath::parse(m_field->currentText().toStdString());
    if (!path) {
        found.problem = path.error().text;
        return;
    }
    const bool duration = path->field == "for" || path->field == "keep_firing_for";
    if (const auto value = newValue(); duration && value && !rules::parseDuration(*value)) {
        found.problem = base::Text{TRANSLATABLE("Core", "%1 is not a duration. Write it like 5m or 1h30m."), {*value}};
        return;
    }
    std::map<QString, std::vector<rules::RuleRef>> byFile;
    for (const rules::RuleRef &ref : m_rules)
        byFile[QString::fromStdString(ref.file)].push_back(ref);
    for (const auto &[file, refs] : byFile) {
        const auto document = rulesOf(file);
        if (!document)
            continue;
        for (const rules::RuleRef &ref : refs) {
            if (const rules::Rule *rule = document->find(ref))
                found.places.push_back({file, rule->name.range, {}, {}});
        }
        auto edits = rules::setFieldOfRulesEdits(*document, refs, *path, newValue());
        if (!edits)
            found.problem = edits.error().text;
        else if (!edits->empty()) {
            for (const std::string &name : rules::sharedChange(*document, *edits, {refs}).names(*document))
                found.others += QString::fromStdString(name);
            found.changes.push_back({file, std::move(*edits)});
        }
    }
}

void ChangeDialog::showDifference()
{
    const auto change = std::find_if(m_changes.begin(), m_changes.end(),
                                     [this](const FileChange &each) { return each.path == m_places->currentPath(); });
    const FileChange *shown = change != m_changes.end() ? &*change : m_changes.empty() ? nullptr : &m_changes.front();
    const auto document = shown ? rulesOf(shown->path) : nullptr;
    const auto after =
        document ? base::applyEdits(document->text(), shown->edits) : base::Result<std::string>(std::string());
    m_difference->setVisible(document && after);
    if (document && after)
        m_difference->setTexts(tr("%1 now").arg(QFileInfo(shown->path).fileName()), document->text(),
                               tr("After the change"), *after);
}

void ChangeDialog::findChanges(Found &found) const
{
    switch (m_task) {
    case Task::Replace:
        if (m_mode->currentIndex() == FieldMode)
            findByField(found);
        else
            findInTexts(found);
        break;
    case Task::Rename:
        findRename(found);
        break;
    case Task::SetField:
        findFields(found);
        break;
    }
}

void ChangeDialog::update()
{
    m_timer->stop();
    const bool byField = m_task == Task::SetField || (m_task == Task::Replace && m_mode->currentIndex() == FieldMode);
    if (m_task == Task::Replace) {
        m_rows->setRowVisible(m_field, byField);
        m_rows->setRowVisible(m_remove, byField);
        if (auto *label = qobject_cast<QLabel *>(m_rows->labelForField(m_search)))
            label->setText(byField ? tr("Matches") : tr("Text"));
    }
    m_value->setEnabled(!byField || !m_remove->isChecked());
    m_documents.clear();
    Found found;
    findChanges(found);
    m_changes = found.problem ? std::vector<FileChange>() : std::move(found.changes);
    std::stable_sort(found.places.begin(), found.places.end(),
                     [](const auto &a, const auto &b) { return a.path < b.path; });
    for (PlacesList::Place &place : found.places) {
        const auto change = std::find_if(m_changes.begin(), m_changes.end(),
                                         [&place](const FileChange &each) { return each.path == place.path; });
        if (change != m_changes.end() && place.note.isEmpty())
            place.after = lineAfter(rulesOf(place.path)->text(), change->edits, place.range.start);
    }
    m_places->setPlaces(found.places,
                        [this](const QString &path) -> const std::string & { return rulesOf(path)->text(); });
    showDifference();
    m_apply->setEnabled(!m_changes.empty());
    m_status->setText(
        found.problem ? translated(*found.problem)
                      : tr("%n place(s)", nullptr, static_cast<int>(found.places.size())) + ", " +
                            tr("%n file(s) to change", nullptr, static_cast<int>(m_changes.size())) +
                            (found.others.isEmpty()
                                 ? QString()
                                 : ". " + tr("Through an anchor, these change too: %1.").arg(found.others.join(", "))));
}

} // namespace widgets
