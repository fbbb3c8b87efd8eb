#include "widgets/rulestree.h"

#include <QElapsedTimer>
#include <QLineEdit>
#include <QTreeWidget>

/// The filter above the list of rules.
namespace widgets {

namespace {

/// Milliseconds of work before the window has its turn.
constexpr qint64 slice = 10;

bool fits(const QTreeWidgetItem *item, const QString &text)
{
    return text.isEmpty() || item->text(0).contains(text, Qt::CaseInsensitive) ||
           item->toolTip(0).contains(text, Qt::CaseInsensitive);
}

/// Of a file or group that fits everything is shown.
bool showFitting(QTreeWidgetItem *item, const QString &text, bool parentFits)
{
    const bool itself = parentFits || fits(item, text);
    bool any = itself;
    for (int i = 0; i < item->childCount(); ++i)
        any = showFitting(item->child(i), text, itself && !text.isEmpty()) || any;
    item->setHidden(!any);
    if (!text.isEmpty() && any)
        item->setExpanded(true);
    return any;
}

} // namespace

void RulesTree::applyFilter()
{
    m_filterRoot = 0;
    m_filterFile = 0;
    m_filterFound = false;
    filterOn();
}

void RulesTree::filterOn()
{
    const QString text = m_filter->text().trimmed();
    QElapsedTimer clock;
    clock.start();
    while (m_filterRoot < m_tree->topLevelItemCount()) {
        QTreeWidgetItem *root = m_tree->topLevelItem(m_filterRoot);
        for (; m_filterFile < root->childCount(); ++m_filterFile) {
            if (clock.elapsed() >= slice) {
                m_filterNext.start();
                return;
            }
            m_filterFound = showFitting(root->child(m_filterFile), text, false) || m_filterFound;
        }
        root->setHidden(!m_filterFound && !fits(root, text));
        if (!text.isEmpty() && !root->isHidden())
            root->setExpanded(true);
        ++m_filterRoot;
        m_filterFile = 0;
        m_filterFound = false;
    }
    m_filterNext.stop();
}

} // namespace widgets
