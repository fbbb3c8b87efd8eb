#pragma once

#include "widgets/driftpage.h"
#include "workspace/inspection.h"

#include <QWidget>

#include <memory>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;
QT_END_NAMESPACE

namespace widgets {

class StatePage;

/// Will a firing alert reach anybody? One row for each finding, by what it was read from, with what to do.
class DeliveryBoard : public QWidget
{
    Q_OBJECT

public:
    explicit DeliveryBoard(QWidget *parent = nullptr);

    /// Null: nothing was checked yet. `endpoint` is empty when none was asked.
    void setInspection(std::shared_ptr<const workspace::Inspection> inspection, const QString &endpoint);
    void setChecking(bool checking);
    /// Findings that count: hints and what is intended do not.
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] QTreeWidget *list() const { return m_list; }

signals:
    void checkRequested();
    void openRequested(const std::string &role, const std::string &file, base::ByteRange range);
    void changeRequested(const widgets::DriftPage::Request &request);
    void countChanged();

protected:
    void changeEvent(QEvent *event) override;

private:
    void rebuild();
    void addFinding(QTreeWidgetItem *group, const deployment::Finding &finding);
    void updateButtons();
    void fix();
    void open();
    [[nodiscard]] const deployment::Finding *current() const;
    /// Some servers are meant to have no Alertmanager: federation, remote write.
    [[nodiscard]] bool intended() const;
    void retranslate();

    std::shared_ptr<const workspace::Inspection> m_inspection;
    QString m_endpoint;
    int m_count = 0;
    bool m_checking = false;
    QTreeWidget *m_list;
    StatePage *m_state;
    QWidget *m_bar;
    QLabel *m_detail;
    QCheckBox *m_intended;
    QPushButton *m_fix;
    QPushButton *m_open;
};

} // namespace widgets
