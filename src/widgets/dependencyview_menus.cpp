#include "widgets/dependencytree.h"
#include "widgets/dependencyview_p.h"
#include "widgets/graphscene.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QTreeView>

namespace widgets {

void DependencyView::Private::requestMenu(int folded, const QPoint &globalPosition)
{
    const rules::FoldedNode &card = drawing->folded.nodes[std::size_t(folded)];
    if (card.isFold)
        openFoldMenu(card, globalPosition);
    else
        emit q->nodeMenuRequested(card.id, globalPosition);
}

/// A mouse asks for the row below it, a key for the row that is chosen.
void DependencyView::Private::requestTreeMenu(const QContextMenuEvent &event)
{
    const QWidget *rows = treeView->viewport();
    const bool byKey = event.reason() == QContextMenuEvent::Keyboard;
    const QModelIndex row =
        byKey ? treeView->currentIndex() : treeView->indexAt(rows->mapFromGlobal(event.globalPos()));
    const int node = tree->nodeOf(row);
    if (node < 0)
        return;
    if (byKey)
        treeView->scrollTo(row);
    else
        treeView->setCurrentIndex(row);
    emit q->nodeMenuRequested(graph->nodes[std::size_t(node)].id,
                              byKey ? rows->mapToGlobal(treeView->visualRect(row).center()) : event.globalPos());
}

void DependencyView::Private::openFoldMenu(const rules::FoldedNode &fold, const QPoint &globalPosition)
{
    auto *menu = new QMenu(q);
    menu->setObjectName(QStringLiteral("foldMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Unfold"), q,
                    [this, id = fold.id] { changeFolds([&id](std::set<std::string> &open) { open.insert(id); }); });
    addFoldActions(menu, fold);
    if (!fold.name.empty()) {
        menu->addSeparator();
        menu->addAction(tr("&Copy the name"), q,
                        [name = QString::fromStdString(fold.name)] { QGuiApplication::clipboard()->setText(name); });
    }
    menu->popup(globalPosition);
}

void DependencyView::Private::addFoldActions(QMenu *menu, const rules::FoldedNode &card)
{
    if (!card.openFold.empty())
        menu->addAction(tr("Fo&ld again what it was in"), q, [this, id = card.openFold] {
            changeFolds([&id](std::set<std::string> &open) { open.erase(id); });
        });
    if (!openFolds.empty())
        menu->addAction(tr("Fold e&verything again"), q,
                        [this] { changeFolds([](std::set<std::string> &open) { open.clear(); }); });
}

void DependencyView::Private::changeFolds(const std::function<void(std::set<std::string> &)> &change)
{
    change(openFolds);
    requestLayout();
}

void DependencyView::addFoldActions(QMenu *menu, const std::string &id)
{
    if (const auto node = d->graph->find(id); node && d->inStep())
        d->addFoldActions(menu, d->drawing->folded.nodes[d->drawing->folded.nodeOf[*node]]);
}

} // namespace widgets
