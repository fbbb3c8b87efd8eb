#include "rules/disabling.h"
#include "rules/itemtexts.h"
#include "rules/rulesource.h"
#include "widgets/actions.h"
#include "widgets/changedialog.h"
#include "widgets/documentview.h"
#include "widgets/mainwindow.h"
#include "widgets/messagebar.h"
#include "widgets/ruleform.h"
#include "widgets/rulestree.h"
#include "widgets/yamleditor.h"

#include <QApplication>
#include <QClipboard>
#include <QTabWidget>
#include <QTreeWidget>

#include <algorithm>
#include <map>

namespace widgets {

namespace {

/// Rules by the file that holds them.
std::map<QString, std::vector<rules::RuleRef>> byFile(const std::vector<rules::RuleRef> &refs)
{
    std::map<QString, std::vector<rules::RuleRef>> result;
    for (const rules::RuleRef &ref : refs)
        result[QString::fromStdString(ref.file)].push_back(ref);
    return result;
}

} // namespace

std::vector<rules::RuleRef> MainWindow::chosenRules() const
{
    std::vector<rules::RuleRef> refs = m_tree->selectedRules();
    const auto current = currentRule();
    // With the focus elsewhere it is the rule at the cursor that is meant, unless several are chosen.
    if (refs.size() < 2 && current && !m_tree->selectedGroup())
        return {*current};
    return refs;
}

DocumentView *MainWindow::freshView(const QString &path)
{
    QWidget *front = m_tabs->currentWidget();
    DocumentView *view = openFile(path);
    if (!view)
        return nullptr;
    if (front)
        m_tabs->setCurrentWidget(front);
    view->commitPending();
    analyseNow(view);
    return view;
}

void MainWindow::applyToRules(const std::vector<rules::RuleRef> &refs, const RulesEdit &edit)
{
    for (const auto &[path, list] : byFile(refs)) {
        DocumentView *view = freshView(path);
        if (!view || !applyEdits(view, edit(*view->document()->rules(), list)))
            return;
    }
}

void MainWindow::switchOff()
{
    if (const auto group = m_tree->selectedGroup()) {
        if (DocumentView *view = freshView(QString::fromStdString(group->file)))
            applyEdits(view, rules::disableGroupEdits(*view->document()->rules(), *group));
        return;
    }
    applyToRules(chosenRules(), rules::disableRulesEdits);
}

void MainWindow::switchOn()
{
    const QString path = m_tree->selectedFile();
    const auto start = m_tree->selectedDisabled();
    DocumentView *view = path.isEmpty() ? currentView() : freshView(path);
    if (!view)
        return;
    // Without a choice in the tree: what the cursor stands in.
    const std::size_t at = start.value_or(view->yaml()->cursorOffset());
    for (const rules::DisabledItem &item : rules::disabledItems(*view->document()->rules())) {
        if (item.range.contains(at)) {
            applyEdits(view, rules::enableEdits(*view->document()->rules(), item));
            return;
        }
    }
    m_messages->show(MessageBar::Kind::Info, tr("Nothing is switched off here."));
}

void MainWindow::deleteChosen()
{
    if (const auto group = m_tree->selectedGroup(); group && m_tree->view()->hasFocus()) {
        if (DocumentView *view = freshView(QString::fromStdString(group->file)))
            applyEdits(view, rules::deleteGroupEdits(*view->document()->rules(), *group));
        return;
    }
    const std::vector<rules::RuleRef> refs = m_tree->selectedRules();
    if (refs.size() > 1)
        applyToRules(refs, rules::deleteRulesEdits);
    else
        deleteRule();
}

void MainWindow::duplicateChosen()
{
    const auto group = m_tree->selectedGroup();
    if (!group || !m_tree->view()->hasFocus()) {
        duplicateRule();
        return;
    }
    if (DocumentView *view = freshView(QString::fromStdString(group->file)))
        applyEdits(view, rules::duplicateGroupEdits(*view->document()->rules(), *group));
}

void MainWindow::moveChosen(int step)
{
    const auto group = m_tree->selectedGroup();
    if (!group || !m_tree->view()->hasFocus()) {
        moveRule(step);
        return;
    }
    DocumentView *view = freshView(QString::fromStdString(group->file));
    const rules::RuleDocument *document = view ? view->document()->rules().get() : nullptr;
    const auto index = document ? document->findGroupIndex(*group) : std::nullopt;
    if (!index || (step < 0 && document->source().groups[*index].item == 0))
        return;
    const std::size_t item = document->source().groups[*index].item;
    applyEdits(view, rules::moveGroupEdits(*document, *group, step < 0 ? item - 1 : item + 1));
}

void MainWindow::dropGroup(const rules::RuleRef &group, const rules::RuleRef &target, bool behind, bool copy)
{
    DocumentView *view = freshView(QString::fromStdString(group.file));
    if (!view || (group == target && !copy))
        return;
    const rules::RuleDocument &document = *view->document()->rules();
    if (copy) {
        const auto texts = rules::groupTexts(document, {group});
        DocumentView *other = freshView(QString::fromStdString(target.file));
        if (!texts)
            showFailure(texts.error());
        else if (other)
            applyEdits(other, rules::insertGroupsEdits(*other->document()->rules(), target, *texts));
        return;
    }
    const auto from = document.findGroupIndex(group);
    if (group.file == target.file && group.document == target.document && group.key == target.key) {
        const auto to = document.findGroupIndex(target);
        if (!from || !to)
            return;
        const std::size_t item = document.source().groups[*from].item;
        std::size_t place = document.source().groups[*to].item + (behind ? 1 : 0);
        place -= place > item ? 1 : 0;
        applyEdits(view, rules::moveGroupEdits(document, group, place));
        return;
    }
    const auto texts = rules::groupTexts(document, {group});
    const auto removed = rules::deleteGroupEdits(document, group);
    DocumentView *other = freshView(QString::fromStdString(target.file));
    if (!other || !texts || !removed) {
        showFailure(!texts ? texts.error() : removed.error());
        return;
    }
    if (other != view) {
        if (applyEdits(other, rules::insertGroupsEdits(*other->document()->rules(), target, *texts)))
            applyEdits(view, removed);
        return;
    }
    m_messages->show(MessageBar::Kind::Info, tr("Within a file, groups move in their own list only."));
}

void MainWindow::dropRules(const std::vector<rules::RuleRef> &refs, const rules::RuleRef &at, bool copy)
{
    DocumentView *target = freshView(QString::fromStdString(at.file));
    const rules::RuleGroup *group = target ? target->document()->rules()->findGroup(at) : nullptr;
    if (!group)
        return;
    std::size_t place = std::min(at.index, group->rules.size());
    std::size_t dropped = 0;
    const auto files = byFile(refs);
    if (!copy && files.size() == 1 && refs.front().file == at.file) {
        const auto isAbove = [&](const rules::RuleRef &ref) {
            return ref.index < place && target->document()->rules()->findGroup(ref) == group;
        };
        place -= static_cast<std::size_t>(std::ranges::count_if(refs, isAbove));
        if (applyEdits(target, rules::moveRulesEdits(*target->document()->rules(), refs, at)))
            chooseDropped(target, at, place, refs.size());
        return;
    }
    // From other files: first they are put in, then taken out, so that a failure loses nothing.
    for (const auto &[path, list] : files) {
        DocumentView *view = freshView(path);
        if (!view || (view == target && !copy))
            continue;
        const auto texts = rules::ruleTexts(*view->document()->rules(), list);
        if (!texts) {
            showFailure(texts.error());
            return;
        }
        const auto removed = copy ? base::Result<base::TextEdits>(base::TextEdits())
                                  : rules::deleteRulesEdits(*view->document()->rules(), list);
        if (!removed) {
            showFailure(removed.error());
            return;
        }
        if (!applyEdits(target, rules::insertRulesEdits(*target->document()->rules(), at, *texts)))
            return;
        dropped += list.size();
        if (!copy)
            applyEdits(view, removed);
    }
    chooseDropped(target, at, place, dropped);
}

void MainWindow::chooseDropped(DocumentView *view, rules::RuleRef at, std::size_t first, std::size_t count)
{
    std::vector<rules::RuleRef> refs;
    for (at.index = first; at.index < first + count; ++at.index) {
        if (view->document()->rules()->find(at))
            refs.push_back(at);
    }
    if (refs.empty())
        return;
    if (view == currentView())
        showRule(refs.front());
    m_tree->selectRules(refs);
}

void MainWindow::copyAs(rules::Container container)
{
    const auto group = m_tree->selectedGroup();
    const std::vector<rules::RuleRef> refs = group ? std::vector{*group} : chosenRules();
    if (refs.empty())
        return;
    DocumentView *view = freshView(QString::fromStdString(refs.front().file));
    if (!view)
        return;
    // A rule goes with its group: Prometheus knows no rules without one.
    std::vector<rules::RuleRef> groups;
    for (rules::RuleRef ref : refs) {
        ref.index = 0;
        if (ref.file == refs.front().file && std::ranges::find(groups, ref) == groups.end())
            groups.push_back(ref);
    }
    const auto texts = rules::groupTexts(*view->document()->rules(), groups);
    if (!texts) {
        showFailure(texts.error());
        return;
    }
    QApplication::clipboard()->setText(
        QString::fromStdString(rules::manifestOf(container, groups.front().group, *texts)));
    m_messages->show(MessageBar::Kind::Info, tr("%n group(s) copied.", nullptr, static_cast<int>(groups.size())));
}

void MainWindow::pasteItems()
{
    const auto items = rules::itemsIn(QApplication::clipboard()->text().toStdString());
    if (!items) {
        showFailure(items.error());
        return;
    }
    const auto group = m_tree->selectedGroup();
    std::optional<rules::RuleRef> at = group ? group : currentRule();
    DocumentView *view = at ? freshView(QString::fromStdString(at->file)) : currentView();
    if (!view)
        return;
    const rules::RuleDocument &document = *view->document()->rules();
    if (!at && !document.groups().empty())
        at = document.refOf(document.groups().back(), 0);
    rules::RuleRef place = at.value_or(rules::RuleRef{});
    if (!items->groups)
        place.index = group ? document.findGroup(place)->rules.size() : place.index + 1;
    applyEdits(view, items->groups ? rules::insertGroupsEdits(document, place, *items)
                                   : rules::insertRulesEdits(document, place, *items));
}

void MainWindow::showChanges(ChangeDialog *dialog)
{
    connect(dialog, &ChangeDialog::changesChosen, this, [this](const std::vector<ChangeDialog::FileChange> &changes) {
        for (const ChangeDialog::FileChange &change : changes) {
            DocumentView *view = freshView(change.path);
            if (!view || !applyEdits(view, change.edits))
                return;
        }
        m_messages->show(MessageBar::Kind::Info,
                         tr("%n file(s) changed. Each can be undone.", nullptr, static_cast<int>(changes.size())));
    });
    connect(dialog, &ChangeDialog::placeActivated, this, [this](const QString &path, base::ByteRange range) {
        if (DocumentView *view = openFile(path))
            view->showOffset(range);
    });
    dialog->show();
}

void MainWindow::findAndReplace()
{
    auto *dialog = new ChangeDialog(ChangeDialog::Task::Replace, m_workspace.get(), this);
    if (DocumentView *view = currentView(); view && view->yaml()->hasSelectedText())
        dialog->setSearch(view->yaml()->selectedText());
    showChanges(dialog);
}

void MainWindow::setFieldOfRules()
{
    const std::vector<rules::RuleRef> refs = chosenRules();
    if (refs.empty())
        return;
    auto *dialog = new ChangeDialog(ChangeDialog::Task::SetField, m_workspace.get(), this);
    dialog->setRules(refs);
    showChanges(dialog);
}

void MainWindow::renameRule()
{
    const auto ref = currentRule();
    const workspace::RuleFile *file = ref ? m_workspace->findFile(QString::fromStdString(ref->file)) : nullptr;
    const rules::Rule *rule = file ? file->rules->find(*ref) : nullptr;
    if (!rule || rule->kind != rules::RuleKind::Recording) {
        m_messages->show(MessageBar::Kind::Info, tr("Choose a recording rule to rename."));
        return;
    }
    renameRecording(rule->name.value);
}

void MainWindow::renameRecording(const std::string &name)
{
    auto *dialog = new ChangeDialog(ChangeDialog::Task::Rename, m_workspace.get(), this);
    dialog->setSearch(QString::fromStdString(name));
    showChanges(dialog);
}

void MainWindow::bindBatchActions()
{
    m_actions->bind("find-replace", [this] { findAndReplace(); });
    m_actions->bind("switch-off", [this] { switchOff(); });
    m_actions->bind("switch-on", [this] { switchOn(); });
    m_actions->bind("set-field", [this] { setFieldOfRules(); });
    m_actions->bind("rename-rule", [this] { renameRule(); });
    m_actions->bind("copy-plain", [this] { copyAs(rules::Container::Plain); });
    m_actions->bind("copy-configmap", [this] { copyAs(rules::Container::ConfigMap); });
    m_actions->bind("copy-prometheusrule", [this] { copyAs(rules::Container::PrometheusRule); });
    m_actions->bind("paste-rules", [this] { pasteItems(); });
    connect(m_tree, &RulesTree::rulesDropped, this, &MainWindow::dropRules);
    connect(m_tree, &RulesTree::groupDropped, this, &MainWindow::dropGroup);
}

} // namespace widgets
