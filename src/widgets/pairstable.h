#pragma once

#include <QTableWidget>

#include <string>
#include <utility>
#include <vector>

namespace widgets {

/// Labels or annotations as a small table: edit in place, the last row adds, Delete removes.
class PairsTable : public QTableWidget
{
    Q_OBJECT

public:
    struct Pair
    {
        std::string name;
        std::string value;
        /// It came through a merge key or an alias.
        bool inherited = false;

        friend bool operator==(const Pair &, const Pair &) = default;
    };

    PairsTable(const QString &objectName, QWidget *parent = nullptr);

    void setPairs(std::vector<Pair> pairs);
    void setEditable(bool editable);
    void retranslate(const QString &accessibleName);

    [[nodiscard]] QSize sizeHint() const override;

signals:
    void valueChanged(const QString &name, const QString &value);
    void nameChanged(const QString &oldName, const QString &newName);
    void removed(const QString &name);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fill();
    void takeChange(QTableWidgetItem *item);

    std::vector<Pair> m_pairs;
    bool m_filling = false;
    bool m_editable = true;
};

} // namespace widgets
