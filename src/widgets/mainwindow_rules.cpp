#include "widgets/mainwindow.h"

#include "checks/catalogue.h"
#include "promql/printer.h"
#include "widgets/actions.h"
#include "widgets/commandpalette.h"
#include "widgets/coretext.h"
#include "widgets/dependencyview.h"
#include "widgets/documentview.h"
#include "widgets/endpointdialog.h"
#include "widgets/endpointpicker.h"
#include "widgets/expreditor.h"
#include "widgets/icons.h"
#include "widgets/inspector.h"
#include "widgets/messagebar.h"
#include "widgets/ruleform.h"
#include "widgets/rulestree.h"
#include "widgets/ruletexts.h"
#include "widgets/yamleditor.h"

#include <QCoreApplication>
#include <QDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPersistentModelIndex>
#include <QTabWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace widgets {

std::optional<rules::RuleRef> MainWindow::currentRule() const
{
    const DocumentView *view = currentView();
    return view ? view->currentRule() : m_tree->selectedRule();
}

void MainWindow::analyseNow(DocumentView *view)
{
    workspace::Document *document = view->document();
    if (document->rulesVersion() != document->version())
        document->setRules(
            rules::load(document->path().toStdString(), document->text(), m_workspace->dialect().dialect),
            document->version());
}

void MainWindow::showRule(const rules::RuleRef &ref)
{
    if (m_showingRule)
        return;
    DocumentView *view = openFile(QString::fromStdString(ref.file));
    if (!view)
        return;
    m_showingRule = true;
    view->showRule(ref);
    m_inspector->setRule(ref);
    m_tree->selectRule(ref);
    m_graph->selectNode(ref.id());
    m_showingRule = false;
    updateStatus();
}

void MainWindow::showGroup(const rules::RuleRef &ref)
{
    // A file that opens would choose its first rule.
    const QPersistentModelIndex chosen = m_tree->view()->currentIndex();
    DocumentView *view = m_showingRule ? nullptr : openFile(QString::fromStdString(ref.file));
    if (!view)
        return;
    m_showingRule = true;
    // Right behind a key the group's place is not known yet.
    view->commitPending();
    analyseNow(view);
    view->showGroup(ref);
    if (chosen.isValid() && chosen != m_tree->view()->currentIndex())
        m_tree->view()->setCurrentIndex(chosen);
    m_showingRule = false;
    updateStatus();
}

void MainWindow::showNode(const std::string &id)
{
    const rules::DependencyGraph &graph = m_workspace->graph();
    if (const auto node = graph.find(id); node && graph.nodes[*node].rule) {
        showRule(*graph.nodes[*node].rule);
        return;
    }
    // Rules of twins are not in the graph.
    for (const workspace::RuleFile &file : m_workspace->files()) {
        for (const rules::RuleGroup &group : file.rules->groups()) {
            for (std::size_t i = 0; i < group.rules.size(); ++i) {
                if (file.rules->refOf(group, i).id() == id) {
                    showRule(file.rules->refOf(group, i));
                    return;
                }
            }
        }
    }
}

bool MainWindow::applyEdits(DocumentView *view, const base::Result<base::TextEdits> &edits)
{
    if (!edits) {
        showFailure(edits.error());
        return false;
    }
    if (const auto applied = view->document()->apply(*edits); !applied) {
        showFailure(applied.error());
        return false;
    }
    analyseNow(view);
    return true;
}

void MainWindow::newRule(rules::RuleKind kind, const std::string &expr)
{
    DocumentView *view = currentView();
    if (!view) {
        const auto all = views();
        if (all.empty()) {
            m_messages->show(MessageBar::Kind::Info,
                             tr("Open or create a rule file first: the new rule goes into it."));
            return;
        }
        view = all.front();
        m_tabs->setCurrentWidget(view);
    }
    view->commitPending();
    analyseNow(view);
    const rules::RuleDocument &document = *view->document()->rules();
    std::optional<rules::RuleRef> at = view->currentRule();
    if (!at && !document.groups().empty())
        at = document.refOf(document.groups().back(), document.groups().back().rules.size());
    if (!at) {
        m_messages->show(MessageBar::Kind::Info, tr("This file has no rule group yet. Add one with Rule → New group."));
        return;
    }
    rules::RuleRef place = *at;
    if (document.find(*at))
        place.index = at->index + 1;
    rules::NewRule rule;
    rule.kind = kind;
    rule.name = kind == rules::RuleKind::Recording ? "level:metric:operations" : "NewAlert";
    rule.expr = expr.empty() ? "vector(1) == 0" : expr;
    if (kind == rules::RuleKind::Alerting) {
        rule.forDuration = "5m";
        rule.labels = {{"severity", "warning"}};
        rule.annotations = {{"summary", tr("What is wrong, and where").toStdString()}};
    } else if (expr.empty()) {
        rule.expr = "vector(1)";
    }
    if (!applyEdits(view, rules::addRuleEdits(document, place, rule)))
        return;
    showRule(place);
    view->form()->focusName();
}

void MainWindow::newGroup()
{
    DocumentView *view = currentView();
    if (!view)
        return;
    view->commitPending();
    analyseNow(view);
    const rules::RuleDocument &document = *view->document()->rules();
    rules::RuleRef at = view->currentRule().value_or(rules::RuleRef{});
    if (!view->currentRule() && !document.groups().empty())
        at = document.refOf(document.groups().back(), 0);
    std::string name = "new-group";
    for (int n = 2; std::ranges::any_of(document.groups(),
                                        [&name](const rules::RuleGroup &group) { return group.name.value == name; });
         ++n)
        name = "new-group-" + std::to_string(n);
    if (!applyEdits(view, rules::addGroupEdits(document, at, name)))
        return;
    at.group = name;
    at.index = 0;
    rules::NewRule rule;
    rule.name = "NewAlert";
    rule.expr = "vector(1) == 0";
    rule.labels = {{"severity", "warning"}};
    if (applyEdits(view, rules::addRuleEdits(*view->document()->rules(), at, rule))) {
        showRule(at);
        view->form()->focusName();
    }
}

void MainWindow::duplicateRule()
{
    DocumentView *view = currentView();
    const auto ref = currentRule();
    if (!view || !ref)
        return;
    view->commitPending();
    analyseNow(view);
    if (!applyEdits(view, rules::duplicateRuleEdits(*view->document()->rules(), *ref)))
        return;
    rules::RuleRef copy = *ref;
    ++copy.index;
    showRule(copy);
    view->form()->focusName();
}

void MainWindow::deleteRule()
{
    DocumentView *view = currentView();
    const auto ref = currentRule();
    if (!view || !ref)
        return;
    analyseNow(view);
    const rules::Rule *rule = view->document()->rules()->find(*ref);
    const QString name = rule ? QString::fromStdString(rule->name.value) : QString();
    if (applyEdits(view, rules::deleteRuleEdits(*view->document()->rules(), *ref)))
        view->messages()->show(MessageBar::Kind::Info, tr("%1 was deleted.").arg(name),
                               {{tr("Undo"), [view] { view->undo(); }}});
}

void MainWindow::moveRule(int step)
{
    DocumentView *view = currentView();
    const auto ref = currentRule();
    if (!view || !ref || (step < 0 && ref->index == 0))
        return;
    view->commitPending();
    analyseNow(view);
    rules::RuleRef moved = *ref;
    moved.index = step < 0 ? ref->index - 1 : ref->index + 1;
    const rules::RuleGroup *group = view->document()->rules()->findGroup(*ref);
    if (!group || moved.index >= group->rules.size())
        return;
    if (applyEdits(view, rules::moveRuleEdits(*view->document()->rules(), *ref, moved.index)))
        showRule(moved);
}

void MainWindow::formatExpression()
{
    DocumentView *view = currentView();
    const auto ref = currentRule();
    if (!view || !ref)
        return;
    view->commitPending();
    analyseNow(view);
    const rules::Rule *rule = view->document()->rules()->find(*ref);
    if (!rule || !rule->tree->valid()) {
        m_messages->show(MessageBar::Kind::Info,
                         tr("The expression has an error: it can be formatted when that is mended."));
        return;
    }
    std::string pretty = promql::prettyPrint(*rule->tree);
    if (rule->expr.value.ends_with('\n') || pretty.find('\n') != std::string::npos)
        pretty += '\n';
    applyEdits(view, rules::setFieldEdits(*view->document()->rules(), *ref, {"expr", {}}, pretty));
}

void MainWindow::showFixes(const QString &path, base::ByteRange range)
{
    DocumentView *view = openFile(path);
    if (!view)
        return;
    analyseNow(view);
    auto *menu = new QMenu(this);
    menu->setObjectName("fixMenu");
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const base::Diagnostic &diagnostic : checks::check(*view->document()->rules())) {
        if (range.end < diagnostic.range.start || range.start > diagnostic.range.end)
            continue;
        for (const base::Fix &fix : diagnostic.fixes)
            menu->addAction(translated(fix.title), this, [this, view, edits = fix.edits] { applyEdits(view, edits); });
    }
    if (menu->isEmpty())
        menu->addAction(tr("There is no quick fix here."))->setEnabled(false);
    view->showOffset(range);
    const long at = static_cast<long>(range.start);
    const QPoint point(
        static_cast<int>(view->yaml()->SendScintilla(QsciScintillaBase::SCI_POINTXFROMPOSITION, 0UL, at)),
        static_cast<int>(view->yaml()->SendScintilla(QsciScintillaBase::SCI_POINTYFROMPOSITION, 0UL, at)));
    menu->popup(view->yaml()->viewport()->mapToGlobal(point));
}

void MainWindow::goToRule()
{
    std::vector<CommandPalette::Item> items;
    for (const workspace::RuleFile &file : m_workspace->files()) {
        for (const rules::RuleGroup &group : file.rules->groups()) {
            const QStringList apartOf = distinctions(group);
            for (std::size_t i = 0; i < group.rules.size(); ++i) {
                const rules::Rule &rule = group.rules[i];
                CommandPalette::Item item;
                item.id = QString::fromStdString(file.rules->refOf(group, i).id());
                const QString &apart = apartOf[qsizetype(i)];
                item.title = QString::fromStdString(rule.name.value) + (apart.isEmpty() ? QString() : "  " + apart);
                const QString role = m_workspace->roots()[file.root].role;
                item.detail = QString::fromStdString(group.name.value) + "  ·  " + QFileInfo(file.path).fileName() +
                              (role.isEmpty() ? QString() : "  ·  " + role);
                item.icon = ruleIcon(group, rule);
                items.push_back(std::move(item));
            }
        }
    }
    m_palette->showItems(std::move(items), tr("Type the name of a rule"));
}

void MainWindow::goToNeighbour(bool dependents)
{
    const auto ref = currentRule();
    const rules::DependencyGraph &graph = m_workspace->graph();
    const auto self = ref ? graph.find(ref->id()) : std::nullopt;
    if (!self)
        return;
    std::vector<CommandPalette::Item> items;
    // With the cursor in a selector, what that selector reads is meant.
    const auto at = offsetInExpression();
    const bool narrows = at.has_value() && !dependents;
    const std::size_t offset = at.value_or(0);
    const auto isAt = [&](const rules::GraphEdge &edge) {
        return narrows && edge.to == *self && graph.nodes[edge.from].rule &&
               std::ranges::any_of(edge.selectors, [offset](const base::ByteRange &selector) {
                   return selector.contains(offset) || selector.end == offset;
               });
    };
    const bool onlyThere = std::ranges::any_of(graph.edges, isAt);
    for (const rules::GraphEdge &edge : graph.edges) {
        if ((dependents ? edge.from : edge.to) != *self || (onlyThere && !isAt(edge)))
            continue;
        const rules::GraphNode &node = graph.nodes[dependents ? edge.to : edge.from];
        if (!node.rule)
            continue;
        const bool recording = node.kind == rules::NodeKind::Recording;
        items.push_back({QString::fromStdString(node.id), QString::fromStdString(node.name),
                         QString::fromStdString(node.rule->group),
                         icon(recording ? "recording" : "alert", nodeColour(*m_workspace, node))});
    }
    if (items.empty())
        m_messages->show(MessageBar::Kind::Info, dependents ? tr("No rule of this workspace reads this one.")
                                                            : tr("This rule reads metrics only, no other rule."));
    else if (items.size() == 1)
        showNode(items.front().id.toStdString());
    else
        m_palette->showItems(std::move(items),
                             dependents ? tr("Rules that read this one") : tr("Rules that this one reads"));
}

void MainWindow::editEndpoint(bool add)
{
    prometheus::Endpoint endpoint;
    if (!add && m_endpoints->current())
        endpoint = *m_endpoints->current();
    auto *dialog = new EndpointDialog(endpoint, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_endpoints->setEndpoint(dialog->endpoint());
        m_messages->clear();
    });
    dialog->open();
}

void MainWindow::showShortcuts()
{
    auto *dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Keyboard shortcuts"));
    auto *list = new QTreeWidget(dialog);
    list->setColumnCount(2);
    list->setRootIsDecorated(false);
    list->setHeaderLabels({tr("Command"), tr("Keys")});
    list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list->header()->setStretchLastSection(false);
    list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    for (const QAction *action : m_actions->all()) {
        if (action->shortcuts().isEmpty())
            continue;
        QStringList keys;
        for (const QKeySequence &key : action->shortcuts())
            keys.append(key.toString(QKeySequence::NativeText));
        QString text = action->text();
        new QTreeWidgetItem(list, {text.remove('&').remove(QChar(0x2026)), keys.join(", ")});
    }
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(list);
    dialog->resize(fontMetrics().averageCharWidth() * 70, fontMetrics().height() * 34);
    dialog->open();
}

void MainWindow::showAbout()
{
    auto *dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("About Rulewright"));
    auto *text = new QLabel(tr("<h3>Rulewright %1</h3><p>Write an alert, see what it would have done, ship it to both "
                               "repositories, with proof.</p>"
                               "<p>Free software under the GNU General Public License, version 3 or later.</p>")
                                .arg(QCoreApplication::applicationVersion()),
                            dialog);
    text->setWordWrap(true);
    text->setMargin(24);
    auto *layout = new QVBoxLayout(dialog);
    layout->addWidget(text);
    dialog->resize(fontMetrics().averageCharWidth() * 60, fontMetrics().height() * 12);
    dialog->open();
}

} // namespace widgets
