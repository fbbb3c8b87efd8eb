#pragma once

#include "rules/dependencygraph.h"
#include "widgets/dependencyview.h"
#include "widgets/graphscene.h"
#include "widgets/graphview.h"

#include <QAction>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

/// A shown dependency view with a small graph.
namespace graphfixture {

[[nodiscard]] std::string ruleId(const std::string &name);

/// up → job:up:sum → Down, ManyDown; errors → Errors (by regex); ALERTS → Meta.
[[nodiscard]] rules::DependencyGraph viewGraph();

struct ViewFixture
{
    widgets::DependencyView view;
    widgets::GraphScene *scene = nullptr;
    widgets::GraphView *graphView = nullptr;
    QTreeView *tree = nullptr;

    bool show(const rules::DependencyGraph &graph, const std::map<std::string, widgets::NodeInfo> &infos = {})
    {
        QSignalSpy done(&view, &widgets::DependencyView::laidOut);
        view.resize(1000, 700);
        view.setGraph(graph, infos);
        view.show();
        graphView = view.findChild<widgets::GraphView *>("graphView");
        scene = qobject_cast<widgets::GraphScene *>(graphView->scene());
        tree = view.findChild<QTreeView *>("graphTree");
        // Where text is large the list would close.
        auto *list = view.findChild<QAction *>("showList");
        list->setChecked(true);
        emit list->triggered(true);
        return QTest::qWaitForWindowExposed(&view) && (!done.isEmpty() || done.wait());
    }
    [[nodiscard]] widgets::CardItem *card(const QString &name) const
    {
        for (int i = 0; i < scene->nodeCount(); ++i) {
            if (scene->card(i)->content().name == name)
                return scene->card(i);
        }
        return nullptr;
    }
    [[nodiscard]] QStringList lit() const
    {
        QStringList names;
        for (int i = 0; i < scene->nodeCount(); ++i) {
            if (scene->card(i)->emphasis() == widgets::Emphasis::Lit)
                names << scene->card(i)->content().name;
        }
        names.sort();
        return names;
    }
    void click(const QString &name) const
    {
        QTest::mouseClick(graphView->viewport(), Qt::LeftButton, {}, graphView->mapFromScene(card(name)->pos()));
    }
};

} // namespace graphfixture
