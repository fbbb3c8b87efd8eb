#include "widgets/mainwindow.h"

#include "widgets/breadcrumb.h"
#include "widgets/documentview.h"
#include "widgets/expreditor.h"
#include "widgets/ruleform.h"
#include "widgets/yamleditor.h"

#include <QApplication>
#include <QFileInfo>

#include <algorithm>

/// Where the cursor stands, in the status bar.
namespace widgets {

namespace {

std::optional<rules::RuleRef> groupAt(const rules::RuleDocument &document, std::size_t offset)
{
    for (const rules::RuleGroup &group : document.groups()) {
        if (group.range.contains(offset) || group.range.end == offset)
            return document.refOf(group, 0);
    }
    return std::nullopt;
}

/// Several groups of a file may share a name, across keys and documents: their places in the text tell them apart.
std::vector<Breadcrumb::Place> groupsOf(DocumentView *view)
{
    std::vector<Breadcrumb::Place> places;
    const auto document = view->document()->rules();
    for (const rules::RuleGroup &group : document->groups())
        places.push_back({QString::fromStdString(group.name.value), [view, range = group.name.range] {
                              view->showOffset({range.start, range.start});
                          }});
    return places;
}

} // namespace

void MainWindow::updateBreadcrumb()
{
    DocumentView *view = currentView();
    std::vector<Breadcrumb::Step> steps;
    if (!view) {
        m_breadcrumb->setSteps({});
        return;
    }
    const QString path = view->document()->path();
    const QString name = QFileInfo(path).fileName();
    steps.push_back({name, tr("File %1").arg(name), [this] {
                         std::vector<Breadcrumb::Place> places;
                         for (const workspace::RuleFile &file : m_workspace->files()) {
                             if (!file.twin)
                                 places.push_back({QFileInfo(file.path).fileName(), [this, other = file.path] {
                                                       if (DocumentView *opened = openFile(other))
                                                           opened->yaml()->setFocus();
                                                   }});
                         }
                         return places;
                     }});
    const auto &rule = view->currentRule();
    const auto document = view->document()->rules();
    const std::optional<rules::RuleRef> group = rule ? rule : groupAt(*document, view->yaml()->cursorOffset());
    if (group) {
        const QString groupName = QString::fromStdString(group->group);
        steps.push_back({groupName, tr("Rule group %1").arg(groupName), [view] { return groupsOf(view); }});
    }
    if (const rules::Rule *found = rule ? document->find(*rule) : nullptr) {
        const QString ruleName = QString::fromStdString(found->name.value);
        steps.push_back({ruleName, tr("Rule %1").arg(ruleName), [this, view, ref = *rule] {
                             std::vector<Breadcrumb::Place> places;
                             const auto now = view->document()->rules();
                             const rules::RuleGroup *siblings = now->findGroup(ref);
                             for (std::size_t i = 0; siblings && i < siblings->rules.size(); ++i)
                                 places.push_back({QString::fromStdString(siblings->rules[i].name.value),
                                                   [this, view, place = now->refOf(*siblings, i)] {
                                                       showRule(place);
                                                       view->yaml()->setFocus();
                                                   }});
                             return places;
                         }});
    }
    m_breadcrumb->setSteps(std::move(steps));
}

std::optional<std::size_t> MainWindow::offsetInExpression() const
{
    const DocumentView *view = currentView();
    if (!view || !view->currentRule())
        return std::nullopt;
    if (view->form()->exprEditor()->hasFocus())
        return view->form()->exprEditor()->cursorOffset();
    const rules::Rule *rule = view->document()->rules()->find(*view->currentRule());
    const std::size_t offset = view->yaml()->cursorOffset();
    if (!rule || rule->expr.inherited || offset < rule->expr.range.start || offset > rule->expr.range.end)
        return std::nullopt;
    return rule->expr.map.toContent(offset);
}

void MainWindow::fixHere()
{
    DocumentView *view = currentView();
    if (!view)
        return;
    const bool inForm = view->form()->isAncestorOf(QApplication::focusWidget());
    std::size_t at = view->yaml()->cursorOffset();
    if (inForm && view->currentRule()) {
        const std::optional<std::size_t> inExpression = offsetInExpression();
        view->commitPending();
        analyseNow(view);
        const rules::Rule *rule = view->document()->rules()->find(*view->currentRule());
        if (rule && inExpression)
            at = rule->expr.map.toSource(std::min(*inExpression, rule->expr.value.size()));
    }
    showFixes(view->document()->path(), {at, at});
}

} // namespace widgets
