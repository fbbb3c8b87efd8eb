#pragma once

#include "workspace/followedsaves.h"

#include <QWidget>

#include <vector>

QT_BEGIN_NAMESPACE
class QLabel;
class QTreeWidget;
QT_END_NAMESPACE

namespace widgets {

class StatePage;

/// How far the saved changes of rules are on their way: pushed, merged, loaded, evaluated, returning series. One row
/// for each save; below the list what the chosen one waits for.
class FollowView : public QWidget
{
    Q_OBJECT

public:
    explicit FollowView(QWidget *parent = nullptr);

    /// `known` is false before anything was read. `endpoint` is empty when none was asked.
    void setSaves(std::vector<workspace::FollowedSave> saves, bool known, const QString &endpoint);
    /// Saves that are not live yet.
    [[nodiscard]] int count() const;
    [[nodiscard]] QTreeWidget *list() const { return m_list; }

signals:
    void checkRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void rebuild();
    void showDetail();

    std::vector<workspace::FollowedSave> m_saves;
    bool m_known = false;
    QString m_endpoint;
    QTreeWidget *m_list;
    StatePage *m_state;
    QLabel *m_detail;
};

} // namespace widgets
